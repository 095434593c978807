package io.ternmq.web.api;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/**
 * A part of a list. The body is the bare list; {@code X-Total-Count} tells how many there are in all, {@code Link} (RFC 8288)
 * where the next and the previous part are.
 *
 * @param request what was asked for
 * @param items the part
 * @param total how many match the search
 */
record Page<T>(PageRequest request, List<T> items, int total) {

    Response toResponse(UriInfo uri) {
        Response.ResponseBuilder answer = Response.ok(items).header("X-Total-Count", total);
        long next = (long) request.offset() + items.size();
        if (!items.isEmpty() && next < total) {
            answer.link(at(uri, next), "next");
        }
        if (request.offset() > 0) {
            answer.link(at(uri, Math.max(0, request.offset() - request.limit())), "prev");
        }
        return answer.build();
    }

    /** Relative to the server, so that it also holds behind a proxy. */
    private static String at(UriInfo uri, long offset) {
        var there =
                uri.getRequestUriBuilder().replaceQueryParam("offset", offset).build();
        return there.getRawPath() + "?" + there.getRawQuery();
    }
}
