package io.ternmq.client;

import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame;
import jakarta.jms.JMSException;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps a producer of non-persistent messages from outrunning the broker: one send a window asks for a receipt, and the next window
 * waits for it. So a refusal that comes later than the first send is noticed too, by one of the sends behind it.
 */
final class SendWindow {

    private static final int MESSAGES = 64;
    private static final long BYTES = 256 * 1024;

    private int messages;
    private long bytes;
    private CompletableFuture<Frame> receipt;
    private DestinationName receiptOf;

    /** Counts a message. Returns whether its send closes the window and so asks for a receipt. */
    boolean count(int size) {
        messages++;
        bytes += size;
        if (messages < MESSAGES && bytes < BYTES) {
            return false;
        }
        messages = 0;
        bytes = 0;
        return true;
    }

    /** Keeps the receipt of the send that closed a window, once that of the window before it has come. */
    void close(CompletableFuture<Frame> next, DestinationName destination, Link link, CheckedDestinations checked)
            throws JMSException {
        CompletableFuture<Frame> before = receipt;
        DestinationName beforeOf = receiptOf;
        receipt = next;
        receiptOf = destination;
        await(before, beforeOf, link, checked);
    }

    /** Waits for the receipt that is open, if any. */
    void end(Link link, CheckedDestinations checked) throws JMSException {
        CompletableFuture<Frame> last = receipt;
        receipt = null;
        await(last, receiptOf, link, checked);
    }

    private static void await(
            CompletableFuture<Frame> before, DestinationName beforeOf, Link link, CheckedDestinations checked)
            throws JMSException {
        if (before == null) {
            return;
        }
        try {
            link.await(before);
        } catch (JMSException e) {
            checked.remove(beforeOf);
            throw e;
        }
    }
}
