package io.ternmq.session;

import io.ternmq.delivery.DeliveryException;
import io.ternmq.message.MalformedDataException;
import io.ternmq.selector.InvalidSelectorException;
import io.ternmq.session.tx.Causes;
import io.ternmq.store.StoreException;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into the frame that tells the client. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static Frame.Failed toFrame(long request, Throwable thrown) {
        Throwable cause = Causes.of(thrown);
        ErrorCode code = code(cause);
        if (code == ErrorCode.INTERNAL) {
            LOG.error("a request failed by a fault of the broker", cause);
            return new Frame.Failed(request, code, "the broker met a fault of its own; its log has more");
        }
        return new Frame.Failed(request, code, String.valueOf(cause.getMessage()));
    }

    private static ErrorCode code(Throwable cause) {
        if (cause instanceof ProtocolException e) {
            return e.code();
        }
        if (cause instanceof DeliveryException e) {
            return switch (e.reason()) {
                case ILLEGAL_STATE -> ErrorCode.ILLEGAL_STATE;
                case INVALID_DESTINATION -> ErrorCode.INVALID_DESTINATION;
                case NO_SUBSCRIPTION -> ErrorCode.NO_SUBSCRIPTION;
            };
        }
        if (cause instanceof InvalidSelectorException) {
            return ErrorCode.INVALID_SELECTOR;
        }
        if (cause instanceof MalformedDataException) {
            return ErrorCode.PROTOCOL;
        }
        if (cause instanceof StoreException) {
            return ErrorCode.STORE_FAILED;
        }
        return ErrorCode.INTERNAL;
    }
}
