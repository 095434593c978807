package io.ternmq.security;

import java.util.Set;

/**
 * Who a connection or a request is.
 *
 * @param name the user's name
 * @param roles what it is
 */
public record Identity(String name, Set<String> roles) {

    /** The role of administrators. */
    public static final String ADMIN = "admin";

    /** Who one is where no login is asked for. */
    public static final Identity ANONYMOUS = new Identity("anonymous", Set.of(ADMIN));

    /** Whether it may administer the broker. */
    public boolean isAdmin() {
        return roles.contains(ADMIN);
    }
}
