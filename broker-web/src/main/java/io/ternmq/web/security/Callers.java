package io.ternmq.web.security;

import io.ternmq.security.Authenticator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who sent a request: credentials in the request decide alone, then a session's cookie, then anonymous mode. */
@ApplicationScoped
public class Callers {

    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);

    @Inject
    private Authenticator authenticator;

    @Inject
    private LoginSessions sessions;

    /** The caller, or nothing without a login or with a wrong one. */
    Optional<Caller> of(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header != null) {
            return BasicCredentials.parse(header).flatMap(given -> basic(given, request));
        }
        Optional<Caller> known =
                SessionCookie.idIn(request).flatMap(sessions::find).map(Caller::session);
        if (known.isEmpty() && authenticator.allowsAnonymous()) {
            return Optional.of(Caller.anonymous());
        }
        return known;
    }

    /** The open session that a request's cookie names. */
    public Optional<LoginSession> session(HttpServletRequest request) {
        return SessionCookie.idIn(request).flatMap(sessions::find);
    }

    private Optional<Caller> basic(BasicCredentials given, HttpServletRequest request) {
        try {
            Optional<Caller> caller =
                    authenticator.authenticate(given.user(), given.password()).map(Caller::basic);
            if (caller.isEmpty()) {
                refused(given.user(), request);
            }
            return caller;
        } finally {
            given.wipe();
        }
    }

    /** Logs in with a name and a password and opens a session; the caller wipes the password. */
    public Optional<LoginSession> login(String user, char[] password, HttpServletRequest request) {
        Optional<LoginSession> session =
                authenticator.authenticate(user, password).map(sessions::open);
        if (session.isPresent()) {
            LOG.info("'{}' logged in to the console from {}", LogText.of(user), request.getRemoteAddr());
        } else {
            refused(user, request);
        }
        return session;
    }

    private static void refused(String user, HttpServletRequest request) {
        LOG.warn("Refused a login over HTTP as '{}' from {}", LogText.of(user), request.getRemoteAddr());
    }
}
