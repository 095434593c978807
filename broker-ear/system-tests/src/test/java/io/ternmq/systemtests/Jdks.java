package io.ternmq.systemtests;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The JDKs of this machine: the one that runs the tests, and those in the usual folders. */
final class Jdks {
    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/lib/jvm"),
            Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"),
            Path.of(System.getProperty("user.home"), ".jdks"));

    private Jdks() {}

    /** One of at least this version, if there is any. */
    static Optional<Path> atLeast(int version) throws IOException {
        if (Runtime.version().feature() >= version) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        for (Path home : homes()) {
            if (version(home) >= version) {
                return Optional.of(home);
            }
        }
        return Optional.empty();
    }

    private static List<Path> homes() throws IOException {
        List<Path> homes = new ArrayList<>();
        for (Path folder : FOLDERS) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                    entries.forEach(homes::add);
                }
            }
        }
        return homes;
    }

    /** As the JDK's own file {@code release} says; 0 where there is none. */
    private static int version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return 0;
        }
        Properties properties = new Properties();
        try (BufferedReader in = Files.newBufferedReader(release)) {
            properties.load(in);
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.\\-+]", 2)[0]);
    }
}
