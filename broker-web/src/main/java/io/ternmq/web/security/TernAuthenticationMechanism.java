package io.ternmq.web.security;

import io.ternmq.management.Management;
import io.ternmq.web.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the container who is calling (Jakarta Security 3.0, 2.3). It refuses nothing: without a login the request goes on as
 * nobody's, and {@link GateFilter} decides.
 */
@ApplicationScoped
public class TernAuthenticationMechanism implements HttpAuthenticationMechanism {

    private static final Logger LOG = LoggerFactory.getLogger(TernAuthenticationMechanism.class);

    @Inject
    private Callers callers;

    @Inject
    private Management management;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        if (AccessRules.of(request.getRequestURI()) == AccessRules.Access.PUBLIC || !management.isReady()) {
            return context.doNothing();
        }
        try {
            Optional<Caller> caller = callers.of(request);
            if (caller.isEmpty()) {
                return context.doNothing();
            }
            caller.get().attachTo(request);
            return context.notifyContainerAboutLogin(
                    caller.get().identity().name(), caller.get().identity().roles());
        } catch (RuntimeException failure) {
            LOG.error("A login could not be checked", failure);
            return unavailable(response);
        }
    }

    private static AuthenticationStatus unavailable(HttpServletResponse response) throws AuthenticationException {
        SecurityHeaders.apply(response, false);
        try {
            new Problem(503, "Logins cannot be checked now; the broker's log tells why.").send(response);
        } catch (IOException gone) {
            throw new AuthenticationException("the client has gone", gone);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }
}
