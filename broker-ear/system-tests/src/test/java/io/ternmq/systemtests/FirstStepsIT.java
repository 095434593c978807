package io.ternmq.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says, done as a new user would: a node with a login, its password file, the program, the command line, HTTP. */
class FirstStepsIT {
    private static final int DONE = 0;
    private static final int REFUSED = 3;

    @TempDir
    private static Path directory;

    private static TernProcess tern;
    private static String password;

    private final HttpClient http = HttpClient.newHttpClient();

    private record Ended(int status, byte[] out, String err) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        tern = TernProcess.serving(directory, directory.resolve("data"));
        Path file = directory.resolve("data/admin-password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        password = Files.readString(file).strip();
    }

    @AfterAll
    static void stop() {
        tern.close();
    }

    private static Ended run(String secret, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "run", ".out");
        Path err = Files.createTempFile(directory, "run", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("TERN_PASSWORD", secret);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
    }

    private static Ended tern(String secret, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(TernProcess.HOME.resolve("payara-config/bin/tern").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--user", "admin"));
        return run(secret, command.toArray(String[]::new));
    }

    @Test
    void shouldRunTheProgramOfTheReadme() throws Exception {
        String readme = Files.readString(TernProcess.HOME.resolve("README.md"));
        String program = Files.readString(TernProcess.HOME.resolve("docs/samples/Hello.java"));
        assertThat(readme).contains("```java\n" + program + "```");
        Path here = Files.writeString(
                directory.resolve("Hello.java"), program.replace("dmqp://127.0.0.1:5700", tern.dmqp()));

        Ended ended = run(
                "",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                TernProcess.HOME.resolve("broker-jms-provider/target/client") + "/*",
                here.toString());

        assertThat(ended.text()).as(ended.err).isEqualTo("Hello, Tern\n");
    }

    @Test
    void shouldSendTheLinesOfAFileAndPrintThemBackByteForByte() throws Exception {
        Path orders = TernProcess.HOME.resolve("docs/samples/orders.jsonl");

        Ended sent = tern(password, "send", "orders", "--file", orders.toString(), "--url", tern.dmqp());
        assertThat(sent.status).as(sent.err).isEqualTo(DONE);
        Ended queues = tern(password, "queues", "--http", tern.http(), "--json");
        assertThat(queues.text()).contains("\"orders\"").contains("10000");
        Ended received = tern(password, "receive", "orders", "--url", tern.dmqp());

        assertThat(received.status).as(received.err).isEqualTo(DONE);
        assertThat(received.out).isEqualTo(Files.readAllBytes(orders));
    }

    @Test
    void shouldSayWhoOwnsWhat() throws Exception {
        Ended status = tern(password, "status", "--http", tern.http(), "--json");

        assertThat(status.status).as(status.err).isEqualTo(DONE);
        assertThat(status.text()).contains("\"nodes\"").contains("\"partitions\"");
    }

    @Test
    void shouldRefuseAWrongPasswordInOneLine() throws Exception {
        for (Ended ended : List.of(
                tern("wrong", "receive", "orders", "--url", tern.dmqp()),
                tern("wrong", "queues", "--http", tern.http()))) {
            assertThat(ended.status).isEqualTo(REFUSED);
            assertThat(ended.err.lines()).hasSize(1);
        }
    }

    private HttpResponse<String> get(String path, String login) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tern.http() + path));
        if (login != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void shouldShowQueuesOnlyBehindALogin() throws Exception {
        for (String path : List.of(
                "/api/queues",
                "/api/queues/orders",
                "/api/connections",
                "/api/status",
                "/api/nothing",
                "//api/queues")) {
            assertThat(get(path, null).statusCode()).as(path).isEqualTo(401);
            assertThat(get(path, "admin:wrong").statusCode()).as(path).isEqualTo(401);
        }
        assertThat(get("/api/queues", "admin:" + password).statusCode()).isEqualTo(200);
        assertThat(get("/health/ready", null).statusCode()).isEqualTo(200);
        HttpResponse<String> console = get("/", null);
        assertThat(console.statusCode()).isEqualTo(200);
        assertThat(console.headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("default-src 'none'");
    }
}
