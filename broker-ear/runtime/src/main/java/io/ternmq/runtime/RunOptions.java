package io.ternmq.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a node is told, checked as far as can be without touching disk or network beyond looking whether named files are there.
 *
 * @param data the directory of all that is kept, absolute
 * @param config null for none
 * @param deployments archives to deploy beside the broker
 * @param settings further settings of the broker by their full names
 */
record RunOptions(
        Path data,
        Address dmqp,
        Address http,
        boolean anonymous,
        Path config,
        Store store,
        Tls tls,
        Cluster cluster,
        List<Path> deployments,
        Map<String, String> settings) {

    private static final Pattern ARCHIVE = Pattern.compile("(?i).+\\.(war|ear|rar)");

    RunOptions {
        if (anonymous && !dmqp.isLoopback()) {
            throw StartException.usage("--anonymous lets everybody in, so it is refused with --bind " + dmqp.host()
                    + ": use 127.0.0.1, or leave out --anonymous");
        }
        if (anonymous && !http.isLoopback()) {
            throw StartException.usage("--anonymous lets everybody in, so it is refused with --http-bind " + http.host()
                    + ": use 127.0.0.1, or leave out --anonymous");
        }
        if (dmqp.port() != 0 && dmqp.port() == http.port()) {
            throw StartException.usage("--port and --http-port are both " + dmqp.port());
        }
        mustBeFile("--config", config);
        for (Path deployment : deployments) {
            mustBeFile("--deploy", deployment);
            if (!ARCHIVE.matcher(deployment.toString()).matches()) {
                throw StartException.usage("--deploy takes a .war, .ear or .rar, not " + deployment);
            }
        }
    }

    /** The same on other ports: those that were asked for as 0 are chosen by now. */
    RunOptions at(int dmqpPort, int httpPort) {
        return new RunOptions(
                data,
                new Address(dmqp.host(), dmqpPort),
                new Address(http.host(), httpPort),
                anonymous,
                config,
                store,
                tls,
                cluster,
                deployments,
                settings);
    }

    /** How the broker, which is deployed on the server and sees no command line, is told: as system properties. */
    Map<String, String> brokerProperties() {
        Map<String, String> properties = new TreeMap<>(settings);
        put(properties, "tern.data", data);
        put(properties, "tern.bind", dmqp.host());
        put(properties, "tern.port", dmqp.port());
        put(properties, "tern.http.bind", http.host());
        put(properties, "tern.http.port", http.port());
        put(properties, "tern.anonymous", anonymous);
        put(properties, "tern.config", config == null ? null : config.toAbsolutePath());
        put(properties, "tern.store.url", store.url());
        put(properties, "tern.store.user", store.user());
        put(
                properties,
                "tern.store.password-file",
                store.passwordFile() == null ? null : store.passwordFile().toAbsolutePath());
        put(properties, "tern.tls.port", tls.port());
        put(
                properties,
                "tern.tls.cert",
                tls.certificate() == null ? null : tls.certificate().toAbsolutePath());
        put(properties, "tern.tls.key", tls.key() == null ? null : tls.key().toAbsolutePath());
        put(properties, "tern.cluster", cluster.members().isEmpty() ? null : String.join(",", cluster.members()));
        return properties;
    }

    private static void put(Map<String, String> properties, String key, Object value) {
        if (value != null) {
            properties.put(key, value.toString());
        }
    }

    private static void mustBeFile(String option, Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw StartException.usage(option + ": cannot read " + file);
        }
    }

    /**
     * Where something listens.
     *
     * @param port 0 for a free one
     */
    record Address(String host, int port) {
        Address {
            if (port < 0 || port > 65_535) {
                throw StartException.usage("a port is 0 to 65535, not " + port);
            }
        }

        boolean isLoopback() {
            return resolve().isLoopbackAddress();
        }

        InetAddress resolve() {
            try {
                return InetAddress.getByName(host);
            } catch (UnknownHostException e) {
                throw StartException.usage("unknown address: " + host);
            }
        }

        /** As in a URL, where IPv6 stands in brackets. */
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Another database than the embedded one.
     *
     * @param url null for the embedded one
     */
    record Store(String url, String user, Path passwordFile) {
        private static final Pattern PASSWORD = Pattern.compile("password=|pwd=|//[^/@]*:[^/@]*@");

        Store {
            if (url != null && PASSWORD.matcher(url.toLowerCase(Locale.ROOT)).find()) {
                throw StartException.usage(
                        "--store-url must not hold a password, which others on this machine could read: "
                                + "put it into a file and name that by --store-password-file");
            }
            if (url != null && !url.startsWith("jdbc:")) {
                throw StartException.usage("--store-url takes a URL that begins with jdbc:");
            }
            if (url == null && (user != null || passwordFile != null)) {
                throw StartException.usage("--store-user and --store-password-file go with --store-url");
            }
            mustBeFile("--store-password-file", passwordFile);
        }
    }

    /** The second listener. */
    record Tls(Integer port, Path certificate, Path key) {
        Tls {
            if (port != null && (certificate == null || key == null)) {
                throw StartException.usage("--tls-port needs --tls-cert and --tls-key");
            }
            mustBeFile("--tls-cert", certificate);
            mustBeFile("--tls-key", key);
        }
    }

    /**
     * The other nodes.
     *
     * @param members cluster addresses, empty for a node alone
     * @param port this node's cluster port, null to choose one
     */
    record Cluster(List<String> members, Integer port) {
        private static final Pattern MEMBER = Pattern.compile("(\\[[0-9a-fA-F:]+\\]|[^:\\s]+):\\d{1,5}");

        Cluster {
            members = List.copyOf(members);
            for (String member : members) {
                if (!MEMBER.matcher(member).matches()) {
                    throw StartException.usage("--cluster takes HOST:PORT,…, not " + member);
                }
            }
            if (!members.isEmpty() && port == null) {
                throw StartException.usage("--cluster needs --cluster-port");
            }
        }
    }
}
