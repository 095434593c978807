package io.ternmq.systemtests;

import io.ternmq.runtime.EarUnfolder;
import io.ternmq.runtime.UnfoldedEar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Called by the build before the tests: unfolds the EAR and writes the commands by which Payara Micro deploys it. */
final class MicroPreparation {

    private MicroPreparation() {}

    /** Takes the EAR and the directory to write to. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[1]).toAbsolutePath().normalize();
        Files.createDirectories(directory.resolve("tmp"));
        Files.deleteIfExists(directory.resolve("tern-ra.rar"));
        UnfoldedEar ear = EarUnfolder.withAdapters().unfold(Path.of(args[0]), directory);
        List<String> commands = new ArrayList<>();
        for (Path adapter : ear.adapters()) {
            commands.add("deploy " + adapter);
        }
        commands.add("deploy --name " + ear.name() + " --contextroot " + ear.contextRoot() + " " + ear.war());
        Files.write(directory.resolve("post-boot.txt"), commands);
    }
}
