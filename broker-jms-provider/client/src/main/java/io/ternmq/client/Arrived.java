package io.ternmq.client;

import io.ternmq.message.BinaryReader;
import io.ternmq.message.MalformedDataException;
import io.ternmq.wire.Frame;

/**
 * A message that waits at the client for the application.
 *
 * @param frame as it came
 * @param atMillis when, by this machine's clock
 * @param generation how often the session's messages had gone back before, see {@link Acknowledgement}
 */
record Arrived(Frame.Deliver frame, long atMillis, int generation) {

    /**
     * Whether its time ran out while it waited here (3.4.9). The broker sends no expired message, so one that this clock calls
     * expired on arrival only tells that the sender's clock differs: it is handed out.
     */
    boolean expiredHere(long nowMillis) {
        if (nowMillis == atMillis) {
            return false;
        }
        long expiration = expiration();
        return expiration > atMillis && expiration <= nowMillis;
    }

    /** Only the start of the header is read, see {@link io.ternmq.message.MessageHeader}. */
    private long expiration() {
        try {
            BinaryReader in = new BinaryReader(frame.header());
            in.readByte();
            in.readByte();
            in.readLong();
            return in.readVarLong();
        } catch (MalformedDataException e) {
            return 0; // told to the application when it takes the message
        }
    }
}
