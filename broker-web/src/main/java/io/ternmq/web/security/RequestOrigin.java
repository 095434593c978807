package io.ternmq.web.security;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells our own page from a foreign one by what a browser says about the request. */
final class RequestOrigin {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|([a-z0-9-]+\\.)+localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");

    private RequestOrigin() {}

    /**
     * Whether a request comes from our own page, or from no page.
     *
     * <p>Only host and port are compared: behind a proxy that ends TLS the browser's scheme is not ours.
     *
     * @param origin the header {@code Origin}, or null
     * @param host the header {@code Host}, or null
     */
    static boolean isOwn(String origin, String host) {
        if (origin == null) {
            return true;
        }
        if (host == null) {
            return false;
        }
        try {
            URI page = new URI(origin);
            if (page.getScheme() == null || page.getRawAuthority() == null) {
                return false;
            }
            String standardPort = page.getScheme().equalsIgnoreCase("https") ? ":443" : ":80";
            return withoutPort(page.getRawAuthority(), standardPort).equals(withoutPort(host, standardPort));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /**
     * Whether a host's name can only mean this machine. Where no login is asked for, other names are refused: they could be
     * a foreign page's own name that was made to point here (DNS rebinding).
     */
    static boolean isLoopback(String serverName) {
        return LOOPBACK.matcher(serverName.toLowerCase(Locale.ROOT)).matches();
    }

    private static String withoutPort(String authority, String port) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
