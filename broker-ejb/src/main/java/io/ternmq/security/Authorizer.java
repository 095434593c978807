package io.ternmq.security;

import io.ternmq.message.DestinationName;

/** Says what an identity may do; what it does not allow is denied. Must not block. */
@FunctionalInterface
public interface Authorizer {

    /** Whether it may do that on the destination, the final one where there are several on the way. */
    boolean allows(Identity who, Permission what, DestinationName where);

    /** Administrators may do everything, others nothing. */
    Authorizer ADMINS_ONLY = (who, what, where) -> who.isAdmin();
}
