package io.ternmq.cli;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a message's body and an LF: text as UTF-8, bytes as they are, all else as JSON. */
final class BodyWriter {

    private static final int CHUNK = 64 * 1024;

    private BodyWriter() {}

    static void write(Message message, OutputStream out) throws JMSException, IOException {
        if (message instanceof TextMessage text) {
            String body = text.getText();
            out.write(body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
        } else if (message instanceof BytesMessage bytes) {
            copy(bytes, out);
        } else {
            out.write(MessageJson.body(message).toString().getBytes(StandardCharsets.UTF_8));
        }
        out.write('\n');
    }

    private static void copy(BytesMessage message, OutputStream out) throws JMSException, IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = message.readBytes(chunk); read > 0; read = message.readBytes(chunk)) {
            out.write(chunk, 0, read);
        }
    }
}
