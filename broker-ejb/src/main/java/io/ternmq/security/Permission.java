package io.ternmq.security;

/** What may be allowed on a destination. */
public enum Permission {
    SEND,
    RECEIVE,
    BROWSE,
    CREATE,
    DELETE,
    MANAGE
}
