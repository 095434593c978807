package io.ternmq.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Reads lines so that they can be written back byte for byte: LF alone ends a line, a CR before it is part of the line, a last
 * line without LF counts, and what is not UTF-8 is refused and not mended.
 */
final class LineReader implements Closeable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final String source;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private int position;
    private int end;
    private long number;

    /**
     * @param source the input's name for people
     * @param maxBytes the longest line, without its LF
     */
    LineReader(InputStream in, String source, int maxBytes) {
        this.in = in;
        this.source = source;
        this.maxBytes = maxBytes;
    }

    /** The next line without its LF, or null after the last. */
    String next() throws IOException {
        if (!fill()) {
            return null;
        }
        number++;
        ByteArrayOutputStream begun = null;
        while (true) {
            int lf = position;
            while (lf < end && buffer[lf] != '\n') {
                lf++;
            }
            int length = lf - position;
            if (length > maxBytes - (begun == null ? 0 : begun.size())) {
                throw CliException.failed(source + ", line " + number + ": longer than " + maxBytes + " bytes");
            }
            if (lf < end && begun == null) {
                String line = decode(ByteBuffer.wrap(buffer, position, length));
                position = lf + 1;
                return line;
            }
            begun = begun == null ? new ByteArrayOutputStream(2 * length + 64) : begun;
            begun.write(buffer, position, length);
            position = lf + 1;
            if (lf < end || !fill()) {
                return decode(ByteBuffer.wrap(begun.toByteArray()));
            }
        }
    }

    /** How many lines were begun so far. */
    long number() {
        return number;
    }

    private boolean fill() throws IOException {
        if (position < end) {
            return true;
        }
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private String decode(ByteBuffer line) {
        int start = line.position();
        try {
            return decoder.decode(line).toString();
        } catch (CharacterCodingException malformed) {
            throw CliException.failed(source + ", line " + number + ": not UTF-8 at byte "
                    + (line.position() - start + 1) + " of the line");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
