package io.ternmq.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of verbs that ask the broker by HTTP. */
class HttpOptions {

    @Option(
            names = "--http",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "Where the broker's HTTP port is (${DEFAULT-VALUE}).")
    private String http;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private LoginOptions login;

    /** A client of the broker there. */
    ApiClient client(Map<String, String> environment) {
        return new ApiClient(base(), login.login(environment));
    }

    /** Whether the user wants JSON. */
    boolean json() {
        return json;
    }

    private URI base() {
        try {
            URI uri = new URI(http);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            throw CliException.usage("--http " + http + " is no URL: " + malformed.getReason());
        }
        throw CliException.usage("--http takes a URL as http://127.0.0.1:8080, not " + http);
    }
}
