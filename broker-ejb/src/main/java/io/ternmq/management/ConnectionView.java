package io.ternmq.management;

/**
 * A client's connection as an administrator sees it.
 *
 * @param id its identifier
 * @param user who logged in
 * @param clientId empty for none
 * @param address the client's address and port
 * @param agent what the client says that it is
 * @param since ms since 1970
 * @param sessions open ones
 * @param consumers open ones
 */
public record ConnectionView(
        String id,
        String user,
        String clientId,
        String address,
        String agent,
        long since,
        int sessions,
        int consumers) {}
