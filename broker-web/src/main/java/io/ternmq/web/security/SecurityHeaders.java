package io.ternmq.web.security;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/** The headers that tell a browser how little it may do with what we send. */
final class SecurityHeaders {

    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private SecurityHeaders() {}

    /** Sets them; static files may be kept but are asked for again, all else is not kept. */
    static void apply(HttpServletResponse response, boolean isStatic) {
        ALWAYS.forEach(response::setHeader);
        response.setHeader("Cache-Control", isStatic ? "no-cache" : "no-store");
    }
}
