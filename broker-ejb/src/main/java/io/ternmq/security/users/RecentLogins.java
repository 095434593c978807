package io.ternmq.security.users;

import io.ternmq.store.UserRecord;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The logins that succeeded lately, so that a client that logs in with each request is not hashed anew each time. They are known by
 * an HMAC under a key that is made at the start and never leaves memory; a user that was changed is another record, so what was
 * remembered of the old one is worth nothing. Thread-safe.
 */
final class RecentLogins {

    private static final int MAX_LOGINS = 1_000;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private final Map<ByteBuffer, UserRecord> logins = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, UserRecord> eldest) {
            return size() > MAX_LOGINS;
        }
    };

    RecentLogins() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Whether that password was found right for that very record. */
    boolean contains(UserRecord user, char[] password) {
        ByteBuffer hash = hash(user, password);
        synchronized (logins) {
            return user.equals(logins.get(hash)); // equal in its arrays, which each change makes anew
        }
    }

    void add(UserRecord user, char[] password) {
        ByteBuffer hash = hash(user, password);
        synchronized (logins) {
            logins.put(hash, user);
        }
    }

    private ByteBuffer hash(UserRecord user, char[] password) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * password.length);
        StandardCharsets.UTF_8
                .newEncoder()
                .encode(
                        CharBuffer.wrap(password),
                        bytes,
                        true); // what is malformed was refused before, or ends it here
        bytes.flip();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(user.name().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0); // no name has one
            mac.update(bytes.duplicate());
            return ByteBuffer.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks HMAC, which every Java has", e);
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
        }
    }
}
