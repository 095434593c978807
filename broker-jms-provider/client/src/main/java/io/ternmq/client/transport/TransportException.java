package io.ternmq.client.transport;

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
}
