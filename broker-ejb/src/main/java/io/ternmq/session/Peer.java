package io.ternmq.session;

import io.ternmq.delivery.Outbound;
import io.ternmq.wire.Frame;
import java.util.concurrent.Executor;

/**
 * The other side of a connection, as its state sees it: a port that the network implements. Tasks run one at a time on the thread
 * that also hands in the frames; the other methods may be called from any thread.
 */
public interface Peer extends Outbound, Executor {

    /** Sends a frame; frames of one thread stay in order. Nothing happens if the connection has ended. */
    void send(Frame frame);

    /** The client says the longest silence that it bears, ms; 0 for any. On the connection's thread. */
    void heartbeat(int askedMillis);

    /** The login is done: larger frames are taken from now on. On the connection's thread. */
    void open(int maxFrame);

    /** Something that takes memory while it is worked on has come or, negative, is done: too much of it, and less is read. */
    void working(long bytes);

    /** Sends a last frame and ends the connection. */
    void end(Frame last);

    /** The client's address and port. */
    String address();
}
