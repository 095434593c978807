package io.ternmq.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of one node, held by this process alone: the lock on {@code tern.lock} ends with the process, however
 * that ends, so nothing has to be cleaned up after a kill. The server's own files are in {@code server}, which is made
 * anew at each start.
 */
final class DataDirectory {
    private final Path directory;
    // Held for the life of the JVM: the lock ends when the channel is closed or collected.
    private final FileLock lock;

    private DataDirectory(Path directory, FileLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Takes the directory, which is made if need be. */
    static DataDirectory take(Path directory) {
        FileLock lock;
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve("tern.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            throw StartException.failed("cannot write to the data directory " + directory + " (" + reason(e) + ")", e);
        }
        if (lock == null) {
            throw StartException.failed("another broker is running on the data directory " + directory);
        }
        return new DataDirectory(directory, lock);
    }

    /** An empty directory for the server's own files. */
    Path freshServerDirectory() {
        clear();
        Path server = server();
        try {
            return Files.createDirectories(server);
        } catch (IOException e) {
            throw StartException.failed("cannot write to the data directory " + directory + " (" + reason(e) + ")", e);
        }
    }

    /** Takes the server's files away again. */
    void clear() {
        if (!Files.exists(server())) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(server())) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw StartException.failed("cannot read the data directory " + directory + " (" + reason(e) + ")", e);
        }
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // A file that the server still holds or just made goes at the next start.
                System.getLogger(DataDirectory.class.getName())
                        .log(System.Logger.Level.DEBUG, "left behind: {0}", path);
            }
        }
    }

    boolean isHeld() {
        return lock.isValid();
    }

    private Path server() {
        return directory.resolve("server");
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }
}
