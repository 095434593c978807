package io.ternmq.web.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Tells what a resource refuses. */
@Provider
public class RefusedMapper implements ExceptionMapper<RefusedException> {

    @Override
    public Response toResponse(RefusedException refusal) {
        Problem problem = refusal.problem();
        Response.ResponseBuilder answer =
                Response.status(problem.status()).entity(problem.toJson()).type(Problem.MEDIA_TYPE);
        if (problem.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Session realm=\"Tern\"");
        }
        return answer.build();
    }
}
