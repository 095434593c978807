package io.ternmq.selector;

import java.util.HashMap;
import java.util.Map;

/** Messages for selectors: names and values. */
final class Properties {

    private Properties() {}

    /** A message with these names and values in turn. */
    static Selectable of(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values::get;
    }
}
