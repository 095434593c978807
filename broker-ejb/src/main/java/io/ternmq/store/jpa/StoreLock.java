package io.ternmq.store.jpa;

import io.ternmq.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lock file that keeps a second broker, also one in a bare JVM, away from a SQLite file. It ends with the process. */
final class StoreLock implements AutoCloseable {

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, and makes the folder if there is none.
     *
     * @throws StoreException if another has it, or the folder cannot be written
     */
    static StoreLock take(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreException(
                    "cannot make the data directory " + folder + " (" + reason(e)
                            + "): give another one with --data, or make it writable",
                    e);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StoreException(
                    "the data directory " + folder + " cannot be written (" + reason(e)
                            + "): give another one with --data, or make it writable",
                    e);
        }
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            taken = lock != null;
        } catch (OverlappingFileLockException e) {
            throw inUse(folder, e); // another store of this JVM
        } catch (IOException e) {
            throw new StoreException(
                    "cannot lock " + file + " (" + reason(e)
                            + "): the data directory must be on a file system that knows locks",
                    e);
        } finally {
            if (!taken) {
                closeQuietly(channel);
            }
        }
        if (!taken) {
            throw inUse(folder, null);
        }
        return new StoreLock(channel);
    }

    private static StoreException inUse(Path folder, Throwable cause) {
        return new StoreException(
                "the data directory " + folder
                        + " is in use by another broker: stop it, or give this one another --data",
                cause);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName();
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("cannot let go of the store's lock: " + e.getMessage(), e);
        }
    }
}
