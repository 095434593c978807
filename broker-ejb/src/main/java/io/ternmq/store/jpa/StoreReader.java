package io.ternmq.store.jpa;

import io.ternmq.store.BranchRecord;
import io.ternmq.store.DestinationRecord;
import io.ternmq.store.StoreException;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionEntry;
import io.ternmq.store.SubscriptionRecord;
import io.ternmq.store.UserRecord;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the store, beside the writer. A read ends soon and goes on by key: SQLite cannot shorten its log below the oldest reader, and
 * what the caller does with a message takes as long as it takes.
 */
final class StoreReader {

    private static final Logger LOG = LoggerFactory.getLogger(StoreReader.class);

    /** Messages of a page at most. */
    static final int PAGE_ROWS = 1_000;

    /** Bytes of a page at most, unless one message alone is larger. */
    static final long PAGE_BYTES = 8L * 1024 * 1024;

    private static final int ROW_BYTES = 100;

    private final EntityManagerFactory factory;
    private final Dialect dialect;

    StoreReader(EntityManagerFactory factory, Dialect dialect) {
        this.factory = factory;
        this.dialect = dialect;
    }

    List<DestinationRecord> destinations() {
        return read(
                entities -> entities.createQuery("SELECT d FROM Destination d ORDER BY d.id", DestinationEntity.class)
                        .getResultStream()
                        .map(DestinationEntity::toRecord)
                        .toList());
    }

    List<SubscriptionRecord> subscriptions() {
        return read(
                entities -> entities.createQuery("SELECT s FROM Subscription s ORDER BY s.id", SubscriptionEntity.class)
                        .getResultStream()
                        .map(SubscriptionEntity::toRecord)
                        .toList());
    }

    List<UserRecord> users() {
        return read(entities -> entities.createQuery("SELECT u FROM BrokerUser u ORDER BY u.name", UserEntity.class)
                .getResultStream()
                .map(UserEntity::toRecord)
                .toList());
    }

    List<BranchRecord> branches() {
        return read(
                entities -> entities.createQuery("SELECT b FROM Branch b ORDER BY b.since, b.id", BranchEntity.class)
                        .getResultStream()
                        .map(BranchEntity::toRecord)
                        .toList());
    }

    List<SubscriptionEntry> entries(long subscriptionId) {
        return read(entities -> entities.createQuery(
                        "SELECT e FROM Entry e WHERE e.subscriptionId = :id ORDER BY e.sequence", EntryEntity.class)
                .setParameter("id", subscriptionId)
                .getResultStream()
                .map(EntryEntity::toRecord)
                .toList());
    }

    void messages(long destinationId, Consumer<StoredMessage> each) {
        List<StoredMessage> page;
        long after = Long.MIN_VALUE;
        do {
            long from = after;
            page = read(entities -> page(entities, destinationId, from));
            page.forEach(each);
            if (!page.isEmpty()) {
                after = page.get(page.size() - 1).sequence();
            }
        } while (!page.isEmpty());
    }

    private static List<StoredMessage> page(EntityManager entities, long destinationId, long after) {
        long last = lastOfPage(entities, destinationId, after);
        List<Object[]> rows = entities.createQuery(
                        "SELECT m.sequence, m.priority, m.expiresAt, m.dueAt, m.deliveryCount, m.bodySize, m.header, m.body"
                                + " FROM Message m WHERE m.destinationId = :destination AND m.sequence > :after"
                                + " AND m.sequence <= :last ORDER BY m.sequence",
                        Object[].class)
                .setParameter("destination", destinationId)
                .setParameter("after", after)
                .setParameter("last", last)
                .getResultList();
        List<StoredMessage> page = new ArrayList<>(rows.size());
        for (Object[] row : rows) {
            page.add(message(entities, destinationId, row));
        }
        return page;
    }

    /** How far a page goes, told by the sizes alone. */
    private static long lastOfPage(EntityManager entities, long destinationId, long after) {
        List<Object[]> sizes = entities.createQuery(
                        "SELECT m.sequence, m.bodySize FROM Message m WHERE m.destinationId = :destination"
                                + " AND m.sequence > :after ORDER BY m.sequence",
                        Object[].class)
                .setParameter("destination", destinationId)
                .setParameter("after", after)
                .setMaxResults(PAGE_ROWS)
                .getResultList();
        long last = after;
        long bytes = 0;
        for (Object[] size : sizes) {
            bytes += ROW_BYTES + number(size[1]);
            if (bytes > PAGE_BYTES && last > after) {
                break;
            }
            last = number(size[0]);
        }
        return last;
    }

    private static StoredMessage message(EntityManager entities, long destinationId, Object[] row) {
        long sequence = number(row[0]);
        int bodySize = (int) number(row[5]);
        byte[] body = (byte[]) row[7];
        return new StoredMessage(
                destinationId,
                sequence,
                (int) number(row[1]),
                number(row[2]),
                number(row[3]),
                (int) number(row[4]),
                (byte[]) row[6],
                body == null ? chunks(entities, destinationId, sequence, bodySize) : body);
    }

    private static byte[] chunks(EntityManager entities, long destinationId, long sequence, int size) {
        byte[] body = new byte[size];
        int at = 0;
        for (int part = 0; at < size; part++) {
            List<byte[]> chunk = entities.createQuery(
                            "SELECT c.bytes FROM Chunk c WHERE c.destinationId = :destination AND c.sequence = :sequence"
                                    + " AND c.part = :part",
                            byte[].class)
                    .setParameter("destination", destinationId)
                    .setParameter("sequence", sequence)
                    .setParameter("part", part)
                    .getResultList();
            if (chunk.isEmpty()) {
                throw new StoreException("the store is damaged: message " + sequence + " of destination "
                        + destinationId + " lacks part " + part + " of its body; restore a backup");
            }
            byte[] bytes = chunk.get(0);
            System.arraycopy(bytes, 0, body, at, bytes.length);
            at += bytes.length;
        }
        return body;
    }

    /** Databases give the same column as different types of number. */
    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    /** A pooled connection may have died since it was used last, so a read has a second try. */
    private <T> T read(Function<EntityManager, T> query) {
        try {
            return readOnce(query);
        } catch (PersistenceException first) {
            LOG.debug("A read failed, trying it once more.", first);
            try {
                return readOnce(query);
            } catch (PersistenceException second) {
                throw dialect.cannotOpen(second);
            }
        }
    }

    private <T> T readOnce(Function<EntityManager, T> query) {
        EntityManager entities = factory.createEntityManager();
        try {
            return query.apply(entities);
        } finally {
            entities.close();
        }
    }
}
