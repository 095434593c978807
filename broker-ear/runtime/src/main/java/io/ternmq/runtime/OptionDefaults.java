package io.ternmq.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an option is when the command line does not say: first the environment ({@code --store-url} as
 * {@code TERN_STORE_URL}), then the file of {@code --config} ({@code tern.store.url}), then the option's own default.
 */
final class OptionDefaults implements IDefaultValueProvider {
    private static final String CONFIG = "--config";
    private static final String PREFIX = "tern.";

    private final Map<String, String> environment;
    private final Map<String, String> file;

    private OptionDefaults(Map<String, String> environment, Map<String, String> file) {
        this.environment = environment;
        this.file = file;
    }

    /** Looks for {@code --config} ahead of all other options, as the others depend on it. */
    static OptionDefaults of(Map<String, String> environment, List<String> arguments) {
        String config = environment.getOrDefault(variable(CONFIG), "");
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(CONFIG + "=")) {
                config = argument.substring(CONFIG.length() + 1);
            } else if (argument.equals(CONFIG) && i + 1 < arguments.size()) {
                config = arguments.get(i + 1);
            }
        }
        return new OptionDefaults(environment, config.isEmpty() ? Map.of() : read(Path.of(config)));
    }

    private static Map<String, String> read(Path config) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(config)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw StartException.usage("--config: cannot read " + config);
        }
        Map<String, String> values = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (!name.startsWith(PREFIX)) {
                throw StartException.usage(
                        "--config: " + config + " names " + name + ", but all names begin with " + PREFIX);
            }
            values.put(name, properties.getProperty(name).strip());
        }
        return values;
    }

    /** All that the file says, for the broker, which knows more names than there are options. */
    Map<String, String> file() {
        return file;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String said = environment.get(variable(option.longestName()));
        if (said == null || said.isEmpty()) {
            said = file.get(property(option.longestName()));
        }
        // Null leaves the option's own default in force; an empty value is as good as none.
        return said == null || said.isEmpty() ? null : said;
    }

    static String variable(String option) {
        return "TERN_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** {@code --store-password-file} is {@code tern.store.password-file}. */
    private static String property(String option) {
        return PREFIX + option.substring(2).replaceFirst("-", ".");
    }
}
