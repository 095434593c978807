package io.ternmq.runtime;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Each option may also be said in the environment: {@code --store-url} as {@code TERN_STORE_URL}. The command line wins. */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String value = environment.get(variable(option.longestName()));
        // Null leaves the option's own default in force; an empty variable is as good as none.
        return value == null || value.isEmpty() ? null : value;
    }

    static String variable(String option) {
        return "TERN_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
