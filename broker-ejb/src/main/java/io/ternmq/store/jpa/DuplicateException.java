package io.ternmq.store.jpa;

import io.ternmq.store.StoredMessage;

/** A message was appended whose sequence is taken. */
final class DuplicateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DuplicateException(StoredMessage message) {
        super(message + " is kept already");
    }

    DuplicateException(String message) {
        super(message);
    }
}
