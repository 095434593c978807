package io.ternmq.web.security;

import io.ternmq.management.Management;
import io.ternmq.security.Identity;
import io.ternmq.web.problem.RefusedException;
import io.ternmq.web.security.AccessRules.Access;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every path of the application, those that the container adds to it too, finds out who is calling and denies by
 * default.
 */
public class GateFilter extends HttpFilter {

    /** The header with the session's token that every changing request with a session must carry. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    /** What the console sends along, so that a 401 does not make the browser ask for a password by itself. */
    static final String CONSOLE_HEADER = "X-Tern-Console";

    private static final Logger LOG = LoggerFactory.getLogger(GateFilter.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    @Inject
    private transient Management management;

    @Inject
    private transient Callers callers;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Access access = AccessRules.of(request.getRequestURI());
        SecurityHeaders.apply(response, access == Access.PUBLIC);
        HttpServletRequest admitted;
        try {
            admitted = access == Access.PUBLIC ? admitReader(request, response) : admit(request, response, access);
        } catch (RefusedException refusal) {
            refusal.problem().send(response);
            return;
        }
        chain.doFilter(admitted, response);
    }

    private static HttpServletRequest admitReader(HttpServletRequest request, HttpServletResponse response) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return request;
        }
        response.setHeader("Allow", "GET, HEAD");
        throw RefusedException.methodNotAllowed();
    }

    private HttpServletRequest admit(HttpServletRequest request, HttpServletResponse response, Access access) {
        if (!management.isReady()) {
            response.setHeader("Retry-After", "2");
            throw RefusedException.unavailable("The broker is starting; try again in a moment.");
        }
        if (!RequestOrigin.isOwn(request.getHeader("Origin"), request.getHeader("Host"))) {
            throw forbidden(request, "The request comes from a page of another site.");
        }
        if (access == Access.LOGIN) {
            return request;
        }
        Caller caller = caller(request, response);
        if (!METHODS.contains(request.getMethod())) {
            response.setHeader(
                    "Allow", String.join(", ", METHODS.stream().sorted().toList()));
            throw RefusedException.methodNotAllowed();
        }
        check(caller, request, access);
        return new CallerRequest(request, caller);
    }

    private Caller caller(HttpServletRequest request, HttpServletResponse response) {
        Optional<Caller> caller;
        try {
            caller = callers.of(request);
        } catch (RuntimeException failure) {
            LOG.error("A login could not be checked", failure);
            throw RefusedException.unavailable("Logins cannot be checked now; the broker's log tells why.");
        }
        return caller.orElseThrow(() -> {
            response.setHeader(
                    "WWW-Authenticate",
                    request.getHeader(CONSOLE_HEADER) == null
                            ? "Basic realm=\"Tern\", charset=\"UTF-8\""
                            : "Session realm=\"Tern\"");
            return RefusedException.unauthorized("Log in with HTTP Basic, or at /api/login.");
        });
    }

    private static void check(Caller caller, HttpServletRequest request, Access access) {
        if (caller.way() == Caller.Way.ANONYMOUS && !RequestOrigin.isLoopback(request.getServerName())) {
            throw forbidden(
                    request,
                    "Without login the broker answers to localhost, 127.0.0.1 and [::1] only, not to other names.");
        }
        if (access == Access.ADMIN && !caller.identity().isAdmin()) {
            throw forbidden(request, "This needs the role '" + Identity.ADMIN + "'.");
        }
        if (caller.way() == Caller.Way.SESSION
                && !READING.contains(request.getMethod())
                && !isToken(request.getHeader(CSRF_HEADER), caller.session())) {
            throw forbidden(
                    request,
                    "A change needs the session's token in the header " + CSRF_HEADER + "; /api/session tells it.");
        }
    }

    private static boolean isToken(String given, LoginSession session) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        session.csrfToken().getBytes(StandardCharsets.UTF_8));
    }

    private static RefusedException forbidden(HttpServletRequest request, String why) {
        LOG.warn(
                "Refused {} {} from {}: {}",
                LogText.of(request.getMethod()),
                LogText.of(request.getRequestURI()),
                request.getRemoteAddr(),
                why);
        return RefusedException.forbidden(why);
    }
}
