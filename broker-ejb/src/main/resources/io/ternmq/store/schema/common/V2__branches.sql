-- Branches of distributed transactions. Their messages are rows of message, with the branch's id for a destination's.
-- The lists are encoded: where each of its messages goes, and which messages it acknowledges.
CREATE TABLE xa_branch (
    id BIGINT NOT NULL PRIMARY KEY,
    format_id INTEGER NOT NULL,
    global_id BYTEA NOT NULL,
    qualifier BYTEA NOT NULL,
    user_name TEXT NOT NULL,
    state INTEGER NOT NULL,
    since BIGINT NOT NULL,
    sends BYTEA NOT NULL,
    acknowledged BYTEA NOT NULL
);
