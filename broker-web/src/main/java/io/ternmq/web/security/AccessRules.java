package io.ternmq.web.security;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What each path asks for. A path is public only if the request spells it exactly as listed: one with a doubled slash, a
 * parameter, a dot segment or a percent sign is never public, whatever the server makes of it.
 */
final class AccessRules {

    /** What a request must bring. */
    enum Access {
        /** Nothing; read only. */
        PUBLIC,
        /** Nothing; it is how one logs in. */
        LOGIN,
        /** A login. */
        USER,
        /** The login of an administrator. */
        ADMIN
    }

    private static final Set<String> PUBLIC =
            Set.of("/", "/index.html", "/health", "/health/live", "/health/ready", "/health/started");

    /** The console's files: scripts, styles and pictures in one folder. */
    private static final Pattern STATIC = Pattern.compile("/console/[a-z][a-z0-9-]*\\.(js|css|svg)");

    private static final Set<String> USER = Set.of("/api/session", "/api/logout");

    private AccessRules() {}

    /** What a path asks for, by the raw path of the request line. */
    static Access of(String rawPath) {
        if (PUBLIC.contains(rawPath) || STATIC.matcher(rawPath).matches()) {
            return Access.PUBLIC;
        }
        if (rawPath.equals("/api/login")) {
            return Access.LOGIN;
        }
        return USER.contains(rawPath) ? Access.USER : Access.ADMIN;
    }
}
