package io.ternmq.client.transport;

import io.ternmq.wire.Frame;

/** What comes by a transport beside the answers to requests. Called on its event loop, one call at a time: it must not block. */
public interface FrameListener {

    /** A frame that is no answer: a delivery or the end of a drain. */
    void onFrame(Frame frame);

    /** The connection is lost, without {@link Transport#close}. Called once; all open requests have failed before. */
    void onLost(TransportException reason);
}
