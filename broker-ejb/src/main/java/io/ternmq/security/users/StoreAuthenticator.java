package io.ternmq.security.users;

import io.ternmq.security.Authenticator;
import io.ternmq.security.Identity;
import io.ternmq.security.Preparation;
import io.ternmq.security.ScramVerifier;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.UserRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The users of the store. All of them are kept in memory too, so that a login reads no database; the store has them first. Thread-safe;
 * checking and changing passwords takes milliseconds.
 */
public final class StoreAuthenticator implements Authenticator {

    /** Names that stand for something else wherever an identity is shown. */
    private static final Set<String> RESERVED = Set.of("anonymous", "application");

    private final MessageStore store;
    private final boolean anonymous;
    private final int iterations;
    private final ScramVerifier nobody;
    private final Map<String, UserRecord> users = new ConcurrentHashMap<>();
    private final RecentLogins recent = new RecentLogins();

    /**
     * @param store open
     * @param anonymous whether a connection may do without a login
     * @param iterations of the hash for passwords that are set from now on
     */
    public StoreAuthenticator(MessageStore store, boolean anonymous, int iterations) {
        this.store = store;
        this.anonymous = anonymous;
        this.iterations = iterations;
        this.nobody = ScramVerifier.of("nobody".toCharArray(), iterations);
    }

    /** Reads the users of the store; once, before the first login. */
    public void load() {
        store.loadUsers().forEach(user -> users.put(user.name(), user));
    }

    @Override
    public Optional<Identity> authenticate(String user, char[] password) {
        UserRecord record = find(user);
        if (record != null && recent.contains(record, password)) {
            return Optional.of(identity(record));
        }
        // for a user that is not there the same work is done, so that the time does not tell who is
        boolean right = verifier(record).verifies(password);
        if (record == null || !right) {
            return Optional.empty();
        }
        recent.add(record, password);
        return Optional.of(identity(record));
    }

    private UserRecord find(String user) {
        try {
            return users.get(Preparation.name(user));
        } catch (IllegalArgumentException e) { // a name that nobody can have
            return null;
        }
    }

    private ScramVerifier verifier(UserRecord user) {
        return user == null
                ? nobody
                : new ScramVerifier(user.salt(), user.iterations(), user.storedKey(), user.serverKey());
    }

    private static Identity identity(UserRecord user) {
        return new Identity(user.name(), roles(user));
    }

    private static Set<String> roles(UserRecord user) {
        return user.roles().isEmpty()
                ? Set.of()
                : Set.copyOf(List.of(user.roles().split(",", -1)));
    }

    @Override
    public boolean allowsAnonymous() {
        return anonymous;
    }

    /** Whether there is no user. */
    public boolean isEmpty() {
        return users.isEmpty();
    }

    /** All users with their roles, by name. */
    public List<Identity> all() {
        return new TreeSet<>(users.keySet())
                .stream()
                        .map(users::get)
                        .filter(user -> user != null)
                        .map(StoreAuthenticator::identity)
                        .toList();
    }

    /**
     * Adds a user, or gives one another password and other roles.
     *
     * @return done once it is durable and in force
     * @throws IllegalArgumentException with one line if a name, a role or the password is not allowed
     */
    public CompletableFuture<Void> put(String name, char[] password, Set<String> roles) {
        String prepared = Preparation.name(name);
        if (RESERVED.contains(prepared)) {
            throw new IllegalArgumentException("the name " + prepared + " is reserved; choose another");
        }
        for (String role : roles) {
            if (role.isBlank() || role.contains(",")) {
                throw new IllegalArgumentException("a role's name is not blank and has no comma");
            }
        }
        ScramVerifier verifier = ScramVerifier.of(password, iterations);
        UserRecord user = new UserRecord(
                prepared,
                verifier.salt(),
                verifier.iterations(),
                verifier.storedKey(),
                verifier.serverKey(),
                String.join(",", new TreeSet<>(roles)));
        return store.write(List.of(new Change.PutUser(user))).thenRun(() -> users.put(prepared, user));
    }

    /**
     * Removes a user; one that is not there is no error. Connections that are open go on.
     *
     * @return done once it is durable and in force
     */
    public CompletableFuture<Void> drop(String name) {
        String prepared = Preparation.name(name);
        return store.write(List.of(new Change.DropUser(prepared))).thenRun(() -> users.remove(prepared));
    }
}
