package io.ternmq.cli;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows nodes and partitions. */
@Command(name = "status", description = "Show the broker's nodes, and which of them owns which partition.")
final class StatusCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private HttpOptions http;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonObject status =
                http.client(terminal.environment()).get("/api/status").json().asJsonObject();
        terminal.print(http.json() ? status + "\n" : nodes(status) + "\n" + partitions(status));
        return ExitStatus.DONE;
    }

    private static String nodes(JsonObject status) {
        TextTable table = TextTable.ofText("NODE", "ADDRESS", "VERSION", "SINCE", "CONNECTIONS", "STORE");
        for (JsonObject node : status.getJsonArray("nodes").getValuesAs(JsonObject.class)) {
            table.add(
                    node.getString("name"),
                    node.getString("address"),
                    node.getString("version"),
                    Instant.ofEpochMilli(node.getJsonNumber("since").longValue())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString(),
                    node.getJsonNumber("connections").toString(),
                    node.getString("store"));
        }
        return table.toString();
    }

    private static String partitions(JsonObject status) {
        TextTable table = TextTable.ofText("DESTINATION", "PARTITION", "OWNER", "EPOCH");
        for (JsonObject partition : status.getJsonArray("partitions").getValuesAs(JsonObject.class)) {
            table.add(
                    partition.getString("destination"),
                    partition.getJsonNumber("number").toString(),
                    partition.getString("owner"),
                    partition.getJsonNumber("epoch").toString());
        }
        return table.toString();
    }
}
