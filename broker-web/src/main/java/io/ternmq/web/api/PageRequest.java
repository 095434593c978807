package io.ternmq.web.api;

import io.ternmq.web.problem.RefusedException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Which part of a list a client asks for.
 *
 * @param limit how many at most
 * @param offset how many to leave out first
 * @param search what the text of an entry must contain, letter case aside; empty for all
 */
record PageRequest(int limit, int offset, String search) {

    static final int DEFAULT_LIMIT = 1_000;
    static final int MAX_LIMIT = 10_000;

    /**
     * Reads the query parameters, each of which may be null.
     *
     * @throws RefusedException if one is no number in its range
     */
    static PageRequest of(String limit, String offset, String search) {
        return new PageRequest(
                number("limit", limit, DEFAULT_LIMIT, MAX_LIMIT),
                number("offset", offset, 0, Integer.MAX_VALUE),
                search == null ? "" : search.strip().toLowerCase(Locale.ROOT));
    }

    /**
     * A number of a query parameter. One above the largest is taken as the largest.
     *
     * @throws RefusedException if it is no whole number from 0
     */
    static int number(String parameter, String value, int otherwise, int max) {
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        if (!value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw RefusedException.badRequest("'" + parameter + "' is a whole number from 0");
        }
        return value.length() > 10 ? max : (int) Math.min(max, Long.parseLong(value));
    }

    /** The part of the entries that was asked for; the order is by {@code order}, or as given where that is null. */
    <T> Page<T> select(List<T> all, Function<T, String> text, Comparator<T> order) {
        List<T> found = all.stream()
                .filter(entry -> search.isEmpty()
                        || text.apply(entry).toLowerCase(Locale.ROOT).contains(search))
                .toList();
        List<T> part = (order == null ? found.stream() : found.stream().sorted(order))
                .skip(offset)
                .limit(limit)
                .toList();
        return new Page<>(this, part, found.size());
    }
}
