package io.ternmq.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** A request whose caller the gate knows, told by the servlet's own methods to all that stands behind. */
final class CallerRequest extends HttpServletRequestWrapper {

    private final Caller caller;

    private record Name(String name) implements Principal {

        @Override
        public String getName() {
            return name;
        }
    }

    CallerRequest(HttpServletRequest request, Caller caller) {
        super(request);
        this.caller = caller;
        caller.attachTo(request);
    }

    @Override
    public Principal getUserPrincipal() {
        return caller.way() == Caller.Way.ANONYMOUS
                ? null
                : new Name(caller.identity().name());
    }

    @Override
    public String getRemoteUser() {
        return caller.way() == Caller.Way.ANONYMOUS ? null : caller.identity().name();
    }

    @Override
    public boolean isUserInRole(String role) {
        return caller.identity().roles().contains(role);
    }

    @Override
    public String getAuthType() {
        return switch (caller.way()) {
            case ANONYMOUS -> null;
            case BASIC -> BASIC_AUTH;
            case SESSION -> FORM_AUTH;
        };
    }
}
