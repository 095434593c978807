package io.ternmq.web.security;

import io.ternmq.management.Management;
import io.ternmq.security.Identity;
import io.ternmq.web.problem.Problem;
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

/** Stands before every path of the application, those that the container adds to it too, and denies by default. */
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

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        AccessRules.Access access = AccessRules.of(request.getRequestURI());
        SecurityHeaders.apply(response, access == AccessRules.Access.PUBLIC);

        Optional<Problem> refusal =
                access == AccessRules.Access.PUBLIC ? readOnly(request, response) : check(request, response, access);
        if (refusal.isPresent()) {
            refusal.get().send(response);
            return;
        }
        chain.doFilter(request, response);
    }

    private static Optional<Problem> readOnly(HttpServletRequest request, HttpServletResponse response) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return Optional.empty();
        }
        response.setHeader("Allow", "GET, HEAD");
        return Optional.of(new Problem(405, null));
    }

    private Optional<Problem> check(
            HttpServletRequest request, HttpServletResponse response, AccessRules.Access access) {
        if (!management.isReady()) {
            response.setHeader("Retry-After", "2");
            return Optional.of(new Problem(503, "The broker is starting; try again in a moment."));
        }
        if (!RequestOrigin.isOwn(request.getHeader("Origin"), request.getHeader("Host"))) {
            return Optional.of(forbidden(request, "The request comes from a page of another site."));
        }
        if (access == AccessRules.Access.LOGIN) {
            return Optional.empty();
        }
        Optional<Caller> caller = Caller.of(request);
        if (caller.isEmpty()) {
            response.setHeader(
                    "WWW-Authenticate",
                    request.getHeader(CONSOLE_HEADER) == null
                            ? "Basic realm=\"Tern\", charset=\"UTF-8\""
                            : "Session realm=\"Tern\"");
            return Optional.of(new Problem(401, "Log in with HTTP Basic, or at /api/login."));
        }
        if (!METHODS.contains(request.getMethod())) {
            response.setHeader(
                    "Allow", String.join(", ", METHODS.stream().sorted().toList()));
            return Optional.of(new Problem(405, null));
        }
        return checkCaller(request, access, caller.get());
    }

    private static Optional<Problem> checkCaller(HttpServletRequest request, AccessRules.Access access, Caller caller) {
        if (caller.way() == Caller.Way.ANONYMOUS && !RequestOrigin.isLoopback(request.getServerName())) {
            return Optional.of(forbidden(
                    request,
                    "Without login the broker answers to localhost, 127.0.0.1 and [::1] only, not to other names."));
        }
        if (access == AccessRules.Access.ADMIN && !caller.identity().isAdmin()) {
            return Optional.of(forbidden(request, "This needs the role '" + Identity.ADMIN + "'."));
        }
        if (caller.way() == Caller.Way.SESSION
                && !READING.contains(request.getMethod())
                && !isToken(request.getHeader(CSRF_HEADER), caller.session())) {
            return Optional.of(forbidden(
                    request,
                    "A change needs the session's token in the header " + CSRF_HEADER + "; /api/session tells it."));
        }
        return Optional.empty();
    }

    private static boolean isToken(String given, LoginSession session) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        session.csrfToken().getBytes(StandardCharsets.UTF_8));
    }

    private static Problem forbidden(HttpServletRequest request, String why) {
        LOG.warn(
                "Refused {} {} from {}: {}",
                LogText.of(request.getMethod()),
                LogText.of(request.getRequestURI()),
                request.getRemoteAddr(),
                why);
        return new Problem(403, why);
    }
}
