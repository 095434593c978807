package io.ternmq.client.transport;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;

/** The connection could not be made or is lost; the text names the broker's address and the reason. */
public final class TransportException extends IOException {

    private static final long serialVersionUID = 1L;

    TransportException(String message) {
        super(message);
    }

    TransportException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A fault that the network or the bytes on it caused: what happened, then why in the fault's own words. */
    static TransportException of(String what, Throwable fault) {
        Throwable reason = fault instanceof DecoderException && fault.getCause() != null ? fault.getCause() : fault;
        String text = reason.getMessage();
        boolean silent = text == null || text.isBlank();
        return new TransportException(what + ": " + (silent ? reason.getClass().getSimpleName() : text), reason);
    }
}
