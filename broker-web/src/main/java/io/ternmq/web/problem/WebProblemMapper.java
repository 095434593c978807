package io.ternmq.web.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Tells what the Jakarta REST runtime refuses as problem details, by the status alone. Headers of the refusal, such as {@code Allow}, stay. */
@Provider
public class WebProblemMapper implements ExceptionMapper<WebApplicationException> {

    @Override
    public Response toResponse(WebApplicationException refusal) {
        Response given = refusal.getResponse();
        return Response.fromResponse(given)
                .entity(new Problem(given.getStatus(), null).toJson())
                .type(Problem.MEDIA_TYPE)
                .build();
    }
}
