package io.ternmq.web.api;

import io.ternmq.security.Identity;
import io.ternmq.web.problem.RefusedException;
import io.ternmq.web.security.Caller;
import io.ternmq.web.security.Callers;
import io.ternmq.web.security.LoginSession;
import io.ternmq.web.security.LoginSessions;
import io.ternmq.web.security.SessionCookie;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Logins of people. Programs send HTTP Basic with each request instead. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "session")
public class SessionResource {

    @Inject
    private Callers callers;

    @Inject
    private LoginSessions sessions;

    /**
     * Who one is.
     *
     * @param user the name
     * @param roles what one is, sorted
     * @param anonymous whether nobody asked
     * @param csrfToken what changing requests must carry in the header X-CSRF-Token; null without a session
     */
    public record SessionView(String user, List<String> roles, boolean anonymous, String csrfToken) {

        static SessionView of(Identity identity, boolean anonymous, LoginSession session) {
            return new SessionView(
                    identity.name(),
                    identity.roles().stream().sorted().toList(),
                    anonymous,
                    session == null ? null : session.csrfToken());
        }
    }

    /** Who the caller is. */
    @GET
    @Path("session")
    @Operation(summary = "Tells who one is")
    public SessionView session(@Context HttpServletRequest request) {
        Caller caller = Caller.of(request).orElseThrow(() -> RefusedException.unauthorized(null));
        return SessionView.of(caller.identity(), caller.way() == Caller.Way.ANONYMOUS, caller.session());
    }

    /** Opens a session; a session that the browser had ends. */
    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Logs in with {\"user\": …, \"password\": …} and sets the session's cookie")
    public SessionView login(
            InputStream body, @Context HttpServletRequest request, @Context HttpServletResponse response)
            throws IOException {
        LoginRequest login = LoginRequest.read(body);
        LoginSession session;
        try {
            session = callers.login(login.user(), login.password(), request)
                    .orElseThrow(() -> RefusedException.unauthorized("Name or password is wrong"));
        } finally {
            login.wipe();
        }
        close(request);
        SessionCookie.set(request, response, session);
        return SessionView.of(session.identity(), false, session);
    }

    /** Ends the session. */
    @POST
    @Path("logout")
    @Operation(summary = "Ends the session")
    public Response logout(@Context HttpServletRequest request, @Context HttpServletResponse response) {
        close(request);
        SessionCookie.clear(request, response);
        return Response.noContent().build();
    }

    private void close(HttpServletRequest request) {
        callers.session(request).ifPresent(sessions::close);
    }
}
