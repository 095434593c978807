package io.ternmq.cli;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes messages and acknowledges them in batches, each only after the output has taken it. Where the output fails, the
 * messages of the batch stay unacknowledged, so the broker keeps them.
 */
final class PrintedMessages {

    /** Messages a batch at most, so that few are printed twice after a crash. */
    static final int BATCH = 256;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream out;
    private final boolean json;
    private long count;
    private int unacknowledged;
    private Message last;

    PrintedMessages(OutputStream out, boolean json) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.json = json;
    }

    /** Writes a message. */
    void add(Message message) throws JMSException {
        try {
            if (json) {
                out.write((MessageJson.of(message) + "\n").getBytes(StandardCharsets.UTF_8));
            } else {
                BodyWriter.write(message, out);
            }
        } catch (IOException closed) {
            throw outputFailed(closed);
        }
        last = message;
        count++;
        if (++unacknowledged == BATCH) {
            acknowledge();
        }
    }

    /** Acknowledges what is written so far; in CLIENT_ACKNOWLEDGE the last message stands for all before it (6.2.10). */
    void acknowledge() throws JMSException {
        if (unacknowledged == 0) {
            return;
        }
        try {
            out.flush();
        } catch (IOException closed) {
            throw outputFailed(closed);
        }
        last.acknowledge();
        unacknowledged = 0;
    }

    /** How many were written. */
    long count() {
        return count;
    }

    private static CliException outputFailed(IOException cause) {
        return CliException.failed(
                "standard output failed (" + cause.getMessage() + "); what was not written stays in the queue");
    }
}
