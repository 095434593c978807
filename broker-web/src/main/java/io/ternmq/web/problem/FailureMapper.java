package io.ternmq.web.problem;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what nobody expected and tells the client only that it happened. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(FailureMapper.class);

    @Override
    public Response toResponse(Throwable failure) {
        LOG.error("A request under /api failed", failure);
        return Response.serverError()
                .entity(new Problem(500, "The broker failed to answer; its log tells why.").toJson())
                .type(Problem.MEDIA_TYPE)
                .build();
    }
}
