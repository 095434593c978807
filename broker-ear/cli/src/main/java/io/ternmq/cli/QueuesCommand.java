package io.ternmq.cli;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists queues. */
@Command(name = "queues", description = "List queues with their figures, empty ones too.")
final class QueuesCommand implements Callable<Integer> {

    private static final int PAGE = 1_000;

    private final Terminal terminal;

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only queues whose name contains this.")
    private String search;

    @Mixin
    private HttpOptions http;

    QueuesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonArray queues = all();
        terminal.print(http.json() ? queues + "\n" : table(queues));
        return ExitStatus.DONE;
    }

    private JsonArray all() throws InterruptedException {
        ApiClient client = http.client(terminal.environment());
        String query = "&search=" + URLEncoder.encode(search, StandardCharsets.UTF_8);
        JsonArrayBuilder all = Json.createArrayBuilder();
        int seen = 0;
        while (true) {
            ApiClient.Answer answer = client.get("/api/queues?limit=" + PAGE + "&offset=" + seen + query);
            JsonArray part = answer.json().asJsonArray();
            part.forEach(all::add);
            seen += part.size();
            if (part.isEmpty() || seen >= answer.total()) {
                return all.build();
            }
        }
    }

    private static String table(JsonArray queues) {
        TextTable table = TextTable.ofFigures(
                "QUEUE", "DEPTH", "IN FLIGHT", "CONSUMERS", "IN/S", "OUT/S", "ENQUEUED", "DEQUEUED", "EXPIRED");
        for (JsonObject queue : queues.getValuesAs(JsonObject.class)) {
            table.add(
                    queue.getString("name"),
                    figure(queue, "depth"),
                    figure(queue, "inFlight"),
                    figure(queue, "consumers"),
                    rate(queue, "enqueueRate"),
                    rate(queue, "dequeueRate"),
                    figure(queue, "enqueued"),
                    figure(queue, "dequeued"),
                    figure(queue, "expired"));
        }
        return table.toString();
    }

    private static String figure(JsonObject queue, String name) {
        return queue.getJsonNumber(name).toString();
    }

    private static String rate(JsonObject queue, String name) {
        return String.format(Locale.ROOT, "%.1f", queue.getJsonNumber(name).doubleValue());
    }
}
