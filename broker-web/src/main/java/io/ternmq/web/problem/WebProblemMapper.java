package io.ternmq.web.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Tells what Jakarta REST or a resource refuses as problem details. Headers of the refusal, such as {@code Allow}, stay. */
@Provider
public class WebProblemMapper implements ExceptionMapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException refusal) {
        Response given = refusal.getResponse();
        return Response.fromResponse(given)
                .entity(new Problem(given.getStatus(), detail(refusal)).toJson())
                .header(HttpHeaders.CONTENT_TYPE, null)
                .type(Problem.MEDIA_TYPE)
                .build();
    }

    /** The runtime's own texts begin with "HTTP" and say no more than the status does. */
    private static String detail(WebApplicationException refusal) {
        String message = refusal.getMessage();
        return message == null || message.startsWith("HTTP ") || refusal.getCause() != null ? null : message;
    }
}
