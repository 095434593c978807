import io.ternmq.client.TernConnectionFactory;
import jakarta.jms.*;
import java.nio.file.*;

public class Hello {
    public static void main(String[] args) throws Exception {
        String password = Files.readString(Path.of("data/admin-password")).strip(); // written at the first start
        try (JMSContext context = new TernConnectionFactory("dmqp://127.0.0.1:5700").createContext("admin", password)) {
            context.createProducer().send(context.createQueue("greetings"), "Hello, Tern");
            System.out.println(context.createConsumer(context.createQueue("greetings")).receiveBody(String.class, 5000));
        }
    }
}
