package io.ternmq.boot;

import io.ternmq.config.BrokerConfig;
import io.ternmq.config.BrokerConfig.Limits;
import io.ternmq.config.BrokerConfig.Listener;
import io.ternmq.config.BrokerConfig.Store;
import io.ternmq.config.RedeliveryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a {@link BrokerConfig} of named values, wherever they come from: {@code tern.data}, {@code tern.bind}, {@code tern.port},
 * {@code tern.threads}, {@code tern.heartbeat}, {@code tern.anonymous}, {@code tern.store.url}, {@code tern.store.user},
 * {@code tern.store.password-file}, {@code tern.max-frame}, {@code tern.max-connections},
 * {@code tern.redelivery.max-deliveries}, {@code tern.redelivery.delay}, {@code tern.redelivery.back-off},
 * {@code tern.redelivery.max-delay}. docs/configuration.md describes them.
 */
public final class ConfigReader {

    private final Function<String, Optional<String>> values;

    /** @param values gives the value of a name, if there is one */
    public ConfigReader(Function<String, Optional<String>> values) {
        this.values = values;
    }

    /**
     * Reads it; what has no value has its default.
     *
     * @throws IllegalArgumentException with one line that names the value that is wrong
     */
    public BrokerConfig read() {
        refuse(
                "tern.tls.port",
                "--tls-port",
                "has no TLS yet; keep it on a loopback address or behind something that has");
        refuse("tern.cluster", "--cluster", "runs as one node");
        Listener listener = new Listener(
                text("tern.bind").orElse(Listener.DEFAULT.bind()),
                number("tern.port", Listener.DEFAULT.port()),
                number("tern.threads", Listener.DEFAULT.threads()),
                duration("tern.heartbeat", Listener.DEFAULT.heartbeat()));
        Store store = new Store(
                text("tern.store.url").orElse(null),
                text("tern.store.user").orElse(null),
                text("tern.store.password-file").map(Path::of).orElse(null));
        Limits limits = new Limits(
                number("tern.max-frame", Limits.DEFAULT.frameBytes()),
                number("tern.max-connections", Limits.DEFAULT.connections()));
        RedeliveryPolicy redelivery = new RedeliveryPolicy(
                number("tern.redelivery.max-deliveries", RedeliveryPolicy.DEFAULT.maxDeliveries()),
                duration("tern.redelivery.delay", RedeliveryPolicy.DEFAULT.delay()),
                decimal("tern.redelivery.back-off", RedeliveryPolicy.DEFAULT.backOff()),
                duration("tern.redelivery.max-delay", RedeliveryPolicy.DEFAULT.maxDelay()));
        boolean anonymous = text("tern.anonymous").map(this::flag).orElse(false);
        return new BrokerConfig(
                Path.of(text("tern.data").orElse("data")), listener, store, limits, redelivery, anonymous);
    }

    /** Better no start than one that leaves out what was asked for. */
    private void refuse(String name, String option, String why) {
        if (text(name).isPresent()) {
            throw new IllegalArgumentException(option + ": this version of Tern " + why);
        }
    }

    private Optional<String> text(String name) {
        return values.apply(name).filter(value -> !value.isBlank());
    }

    private int number(String name, int otherwise) {
        return text(name)
                .map(value -> {
                    try {
                        return Integer.valueOf(value.trim());
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(name + " is a whole number, not " + value);
                    }
                })
                .orElse(otherwise);
    }

    private double decimal(String name, double otherwise) {
        return text(name)
                .map(value -> {
                    try {
                        return Double.valueOf(value.trim());
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(name + " is a number, not " + value);
                    }
                })
                .orElse(otherwise);
    }

    private boolean flag(String value) {
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw new IllegalArgumentException("tern.anonymous is true or false, not " + value);
    }

    private Duration duration(String name, Duration otherwise) {
        return text(name)
                .map(value -> {
                    try {
                        return Duration.parse(value);
                    } catch (DateTimeParseException e) {
                        throw new IllegalArgumentException(name + " is a duration such as PT30S, not " + value);
                    }
                })
                .orElse(otherwise);
    }
}
