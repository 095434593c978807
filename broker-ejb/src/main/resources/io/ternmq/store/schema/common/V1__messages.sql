-- The types are PostgreSQL's; SQLite takes any name of a type, and keeps bytes as bytes.
-- Tables without foreign keys: the store removes what depends on a row itself, in ranges, in the same transaction.

CREATE TABLE destination (
    id BIGINT NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    mark BIGINT NOT NULL
);

CREATE TABLE subscription (
    id BIGINT NOT NULL PRIMARY KEY,
    topic_id BIGINT NOT NULL,
    client_id TEXT NOT NULL,
    name TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    no_local BOOLEAN NOT NULL,
    selector TEXT NOT NULL,
    cursor_at BIGINT NOT NULL,
    mark BIGINT NOT NULL
);

CREATE TABLE subscription_entry (
    subscription_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    done BOOLEAN NOT NULL,
    delivery_count INTEGER NOT NULL,
    PRIMARY KEY (subscription_id, sequence)
);

-- A body above 256 KiB is in message_chunk, and null here; body_size is always the whole.
CREATE TABLE message (
    destination_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    priority INTEGER NOT NULL,
    expires_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    delivery_count INTEGER NOT NULL,
    body_size INTEGER NOT NULL,
    header BYTEA NOT NULL,
    body BYTEA,
    PRIMARY KEY (destination_id, sequence)
);

CREATE TABLE message_chunk (
    destination_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    part INTEGER NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (destination_id, sequence, part)
);

CREATE TABLE broker_user (
    name TEXT NOT NULL PRIMARY KEY,
    salt BYTEA NOT NULL,
    iterations INTEGER NOT NULL,
    stored_key BYTEA NOT NULL,
    server_key BYTEA NOT NULL,
    roles TEXT NOT NULL
);

-- One row: who writes, and the number of its last transaction. It is the fence of a writer that has been replaced, and tells
-- the outcome of a COMMIT whose answer was lost.
CREATE TABLE store_writer (
    id INTEGER NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    batch BIGINT NOT NULL
);

INSERT INTO store_writer (id, owner, batch) VALUES (1, '', 0);
