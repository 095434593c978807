package io.ternmq.runtime;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code tern run}, as they are written. */
@Command(
        name = "tern run",
        sortOptions = false,
        description = "Starts a broker in the foreground. Each option may also be set in the environment: "
                + "--store-url as TERN_STORE_URL.")
final class RunCommand {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "where all is kept (./data)")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "5700",
            description = "port of dmqp:// (5700); 0 for a free one")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address of dmqp:// (127.0.0.1)")
    private String bind;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "port of HTTP (8080); 0 for a free one")
    private int httpPort;

    @Option(
            names = "--http-bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address of HTTP (127.0.0.1)")
    private String httpBind;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "the JVM's heap, as 512m or 2g (1g); the launcher sets it")
    private String heap;

    @Option(names = "--anonymous", description = "no login; only on a loopback address")
    private boolean anonymous;

    @Option(names = "--config", paramLabel = "FILE", description = "a properties file of settings, tern.NAME=VALUE")
    private Path config;

    @Option(names = "--store-url", paramLabel = "JDBC-URL", description = "another database than the embedded one")
    private String storeUrl;

    @Option(names = "--store-user", paramLabel = "NAME", description = "user of that database")
    private String storeUser;

    @Option(names = "--store-password-file", paramLabel = "FILE", description = "its password, one line")
    private Path storePasswordFile;

    @Option(names = "--tls-port", paramLabel = "N", description = "port of dmqps://")
    private Integer tlsPort;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "certificate chain, PEM")
    private Path tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "private key, PEM")
    private Path tlsKey;

    @Option(names = "--cluster", paramLabel = "HOST:PORT,…", split = ",", description = "cluster ports of the nodes")
    private List<String> cluster = List.of();

    @Option(names = "--cluster-port", paramLabel = "N", description = "this node's cluster port")
    private Integer clusterPort;

    @Option(
            names = "--deploy",
            paramLabel = "FILE",
            description = "a WAR, EAR or RAR to deploy beside the broker; may be repeated")
    private List<Path> deployments = List.of();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "one setting; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    private boolean help;

    /**
     * What was asked for, checked.
     *
     * @param file the settings of the file that {@code --config} names
     */
    RunOptions options(Map<String, String> file) {
        Map<String, String> all = new TreeMap<>(file);
        settings.forEach((key, value) -> all.put(key.startsWith("tern.") ? key : "tern." + key, value));
        return new RunOptions(
                data.toAbsolutePath().normalize(),
                new RunOptions.Address(bind, port),
                new RunOptions.Address(httpBind, httpPort),
                anonymous,
                config,
                new RunOptions.Store(storeUrl, storeUser, storePasswordFile),
                new RunOptions.Tls(tlsPort, tlsCert, tlsKey),
                new RunOptions.Cluster(cluster, clusterPort),
                List.copyOf(deployments),
                all);
    }
}
