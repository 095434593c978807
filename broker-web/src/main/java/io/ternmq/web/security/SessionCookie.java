package io.ternmq.web.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cookie that names a login session. Browsers share cookies between the ports of a host, so its name holds the port that
 * the browser sees: the logins of two consoles on one host live side by side.
 */
public final class SessionCookie {

    private SessionCookie() {}

    static String nameFor(int port) {
        return "tern-session-" + port;
    }

    /** The session's id in a request, or nothing. */
    static Optional<String> idIn(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        String name = nameFor(request.getServerPort());
        return cookies == null
                ? Optional.empty()
                : Stream.of(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    /** Gives the session to the browser. */
    public static void set(HttpServletRequest request, HttpServletResponse response, LoginSession session) {
        response.addCookie(cookie(request, session.id(), -1));
    }

    /** Takes the session from the browser. */
    public static void clear(HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(cookie(request, "", 0));
    }

    private static Cookie cookie(HttpServletRequest request, String value, int maxAge) {
        Cookie cookie = new Cookie(nameFor(request.getServerPort()), value);
        cookie.setPath("/");
        cookie.setMaxAge(maxAge);
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Strict");
        return cookie;
    }
}
