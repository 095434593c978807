package io.ternmq.runtime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a zip whose bytes depend on what is added alone: all entries carry one time. Jars inside are stored as they are,
 * since to compress them once more costs time and gains nothing.
 */
final class ArchiveWriter implements AutoCloseable {
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipOutputStream out;
    private final Set<String> names = new HashSet<>();

    ArchiveWriter(Path file) throws IOException {
        out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Adds what remains of a stream, which stays open; of two entries with one name the first is kept. */
    void add(String name, InputStream content) throws IOException {
        add(name, content.readAllBytes());
    }

    /** Adds an entry; of two with one name the first is kept. */
    void add(String name, byte[] content) throws IOException {
        if (!names.add(name)) {
            return;
        }
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        if (name.endsWith(".jar") || name.endsWith(".rar") || name.endsWith(".ear")) {
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
