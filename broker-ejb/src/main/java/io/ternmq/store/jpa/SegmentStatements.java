package io.ternmq.store.jpa;

import io.ternmq.store.BranchRecord;
import io.ternmq.store.Change;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statements that run for every message, as JDBC batches on the connection of the writer's JPA transaction. They are prepared
 * once a connection and kept. Why not entities: docs/adr/0003-store.md.
 */
final class SegmentStatements {

    /** The largest body within a message's row; what is above goes to chunk rows of this size. */
    static final int CHUNK_BYTES = 256 * 1024;

    /** Statements of one round trip: bounds what the driver holds. */
    static final int ROUND = 1_000;

    private static final String APPEND = "INSERT INTO message (destination_id, sequence, priority, expires_at, due_at,"
            + " delivery_count, body_size, header, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String APPEND_CHUNK =
            "INSERT INTO message_chunk (destination_id, sequence, part, bytes) VALUES (?, ?, ?, ?)";
    private static final String REMOVE =
            "DELETE FROM message WHERE destination_id = ? AND sequence >= ? AND sequence <= ?";
    private static final String REMOVE_CHUNKS =
            "DELETE FROM message_chunk WHERE destination_id = ? AND sequence >= ? AND sequence <= ?";
    private static final String DELIVERED =
            "UPDATE message SET delivery_count = ?, due_at = ? WHERE destination_id = ? AND sequence = ?";
    private static final String MARK = "UPDATE destination SET mark = ? WHERE id = ?";
    private static final String SUBSCRIPTION_MARK = "UPDATE subscription SET mark = ? WHERE id = ?";
    private static final String CURSOR = "UPDATE subscription SET cursor_at = ? WHERE id = ?";
    private static final String PUT_ENTRY =
            "INSERT INTO subscription_entry (subscription_id, sequence, done, delivery_count, due_at)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (subscription_id, sequence)"
                    + " DO UPDATE SET done = excluded.done, delivery_count = excluded.delivery_count,"
                    + " due_at = excluded.due_at";
    private static final String REMOVE_ENTRIES =
            "DELETE FROM subscription_entry WHERE subscription_id = ? AND sequence <= ?";

    private static final String PUT_BRANCH =
            "INSERT INTO xa_branch (id, format_id, global_id, qualifier, user_name, state, since, sends, acknowledged)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id)"
                    + " DO UPDATE SET format_id = excluded.format_id, global_id = excluded.global_id,"
                    + " qualifier = excluded.qualifier, user_name = excluded.user_name, state = excluded.state,"
                    + " since = excluded.since, sends = excluded.sends, acknowledged = excluded.acknowledged";
    private static final String DROP_BRANCH = "DELETE FROM xa_branch WHERE id = ?";

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** Destinations that may have chunk rows; for all others their table is left alone. */
    private final Set<Long> chunked;

    /** Branches with chunk rows that this transaction drops: {@link #chunked} forgets them once it is committed. */
    private final Set<Long> emptied = new HashSet<>();

    SegmentStatements(Connection connection, Set<Long> chunked) {
        this.connection = connection;
        this.chunked = new HashSet<>(chunked);
    }

    /** @throws DuplicateException if a message that came and went was there before it came */
    void checkCancelled(Collection<MessageKey> keys) throws SQLException {
        if (!keys.isEmpty() && removeRuns(REMOVE, keys) != 0) {
            throw new DuplicateException("a message was appended whose sequence is taken");
        }
    }

    void append(Collection<StoredMessage> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        PreparedStatement insert = prepare(APPEND);
        int waiting = 0;
        for (StoredMessage message : messages) {
            boolean inChunks = message.body().length > CHUNK_BYTES;
            insert.setLong(1, message.destinationId());
            insert.setLong(2, message.sequence());
            insert.setInt(3, message.priority());
            insert.setLong(4, message.expiresAt());
            insert.setLong(5, message.dueAt());
            insert.setInt(6, message.deliveryCount());
            insert.setInt(7, message.body().length);
            insert.setBytes(8, message.header());
            insert.setBytes(9, inChunks ? null : message.body());
            insert.addBatch();
            if (++waiting == ROUND) {
                insert.executeBatch();
                waiting = 0;
            }
            if (inChunks) {
                appendChunks(message);
            }
        }
        if (waiting > 0) {
            insert.executeBatch();
        }
    }

    private void appendChunks(StoredMessage message) throws SQLException {
        chunked.add(message.destinationId());
        emptied.remove(message.destinationId());
        PreparedStatement insert = prepare(APPEND_CHUNK);
        byte[] body = message.body();
        int part = 0;
        for (int from = 0; from < body.length; from += CHUNK_BYTES) {
            insert.setLong(1, message.destinationId());
            insert.setLong(2, message.sequence());
            insert.setInt(3, part++);
            insert.setBytes(4, Arrays.copyOfRange(body, from, Math.min(body.length, from + CHUNK_BYTES)));
            insert.addBatch();
            // Sixteen are 4 MiB: a body of any size passes in pieces.
            if (part % 16 == 0) {
                insert.executeBatch();
            }
        }
        insert.executeBatch();
    }

    void remove(Collection<MessageKey> keys) throws SQLException {
        if (!keys.isEmpty()) {
            removeRuns(REMOVE, keys);
            keys = keys.stream().filter(key -> chunked.contains(key.ownerId())).toList();
            if (!keys.isEmpty()) {
                removeRuns(REMOVE_CHUNKS, keys);
            }
        }
    }

    /** Queues are mostly emptied in order, so sequences that follow each other are one range, and one statement. */
    private long removeRuns(String sql, Collection<MessageKey> keys) throws SQLException {
        MessageKey[] sorted = keys.toArray(new MessageKey[0]);
        Arrays.sort(sorted);
        PreparedStatement delete = prepare(sql);
        long removed = 0;
        int waiting = 0;
        for (int first = 0; first < sorted.length; ) {
            int last = first;
            while (last + 1 < sorted.length
                    && sorted[last + 1].ownerId() == sorted[first].ownerId()
                    && sorted[last + 1].sequence() == sorted[last].sequence() + 1) {
                last++;
            }
            delete.setLong(1, sorted[first].ownerId());
            delete.setLong(2, sorted[first].sequence());
            delete.setLong(3, sorted[last].sequence());
            delete.addBatch();
            if (++waiting == ROUND) {
                removed += sum(delete.executeBatch());
                waiting = 0;
            }
            first = last + 1;
        }
        return waiting == 0 ? removed : removed + sum(delete.executeBatch());
    }

    void removeUpTo(Map<Long, Long> bounds) throws SQLException {
        for (Map.Entry<Long, Long> bound : bounds.entrySet()) {
            removeRange(REMOVE, bound.getKey(), bound.getValue());
            if (chunked.contains(bound.getKey())) {
                removeRange(REMOVE_CHUNKS, bound.getKey(), bound.getValue());
            }
        }
    }

    private void removeRange(String sql, long destinationId, long last) throws SQLException {
        PreparedStatement delete = prepare(sql);
        delete.setLong(1, destinationId);
        delete.setLong(2, Long.MIN_VALUE);
        delete.setLong(3, last);
        delete.executeUpdate();
    }

    void delivered(Collection<Change.Delivered> all) throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        PreparedStatement update = prepare(DELIVERED);
        for (Change.Delivered delivered : all) {
            update.setInt(1, delivered.deliveryCount());
            update.setLong(2, delivered.dueAt());
            update.setLong(3, delivered.destinationId());
            update.setLong(4, delivered.sequence());
            update.addBatch();
        }
        update.executeBatch();
    }

    void marks(Map<Long, Long> marks) throws SQLException {
        setById(MARK, marks);
    }

    void subscriptionMarks(Map<Long, Long> marks) throws SQLException {
        setById(SUBSCRIPTION_MARK, marks);
    }

    void cursors(Map<Long, Long> cursors) throws SQLException {
        setById(CURSOR, cursors);
    }

    private void setById(String sql, Map<Long, Long> values) throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        PreparedStatement update = prepare(sql);
        for (Map.Entry<Long, Long> value : values.entrySet()) {
            update.setLong(1, value.getValue());
            update.setLong(2, value.getKey());
            update.addBatch();
        }
        update.executeBatch();
    }

    void putEntries(Collection<SubscriptionEntry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        PreparedStatement put = prepare(PUT_ENTRY);
        for (SubscriptionEntry entry : entries) {
            put.setLong(1, entry.subscriptionId());
            put.setLong(2, entry.sequence());
            put.setBoolean(3, entry.done());
            put.setInt(4, entry.deliveryCount());
            put.setLong(5, entry.dueAt());
            put.addBatch();
        }
        put.executeBatch();
    }

    void removeEntriesUpTo(Map<Long, Long> bounds) throws SQLException {
        if (bounds.isEmpty()) {
            return;
        }
        PreparedStatement delete = prepare(REMOVE_ENTRIES);
        for (Map.Entry<Long, Long> bound : bounds.entrySet()) {
            delete.setLong(1, bound.getKey());
            delete.setLong(2, bound.getValue());
            delete.addBatch();
        }
        delete.executeBatch();
    }

    void putBranches(Collection<BranchRecord> branches) throws SQLException {
        if (branches.isEmpty()) {
            return;
        }
        PreparedStatement put = prepare(PUT_BRANCH);
        for (BranchRecord branch : branches) {
            BranchEntity row = BranchEntity.of(branch);
            put.setLong(1, row.id);
            put.setInt(2, row.formatId);
            put.setBytes(3, row.globalId);
            put.setBytes(4, row.qualifier);
            put.setString(5, row.user);
            put.setInt(6, row.state);
            put.setLong(7, row.since);
            put.setBytes(8, row.sends);
            put.setBytes(9, row.acknowledged);
            put.addBatch();
        }
        put.executeBatch();
    }

    void dropBranches(Collection<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        PreparedStatement drop = prepare(DROP_BRANCH);
        for (long id : ids) {
            drop.setLong(1, id);
            drop.addBatch();
        }
        drop.executeBatch();
        removeAll(REMOVE, ids);
        List<Long> inChunks = ids.stream().filter(chunked::contains).toList();
        if (!inChunks.isEmpty()) {
            removeAll(REMOVE_CHUNKS, inChunks);
            emptied.addAll(inChunks);
        }
    }

    private void removeAll(String sql, Collection<Long> ids) throws SQLException {
        PreparedStatement delete = prepare(sql);
        for (long id : ids) {
            delete.setLong(1, id);
            delete.setLong(2, Long.MIN_VALUE);
            delete.setLong(3, Long.MAX_VALUE);
            delete.addBatch();
        }
        delete.executeBatch();
    }

    /** The transaction is committed. Ids of branches are not used again, and there are many. */
    void committed() {
        if (!emptied.isEmpty()) {
            chunked.removeAll(emptied);
            emptied.clear();
        }
    }

    /** What an aborted batch left in the statements is thrown away. */
    void clear() throws SQLException {
        emptied.clear();
        for (PreparedStatement statement : prepared.values()) {
            statement.clearBatch();
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    private static long sum(int[] counts) {
        long sum = 0;
        for (int count : counts) {
            sum += Math.max(count, 0);
        }
        return sum;
    }
}
