package io.ternmq.routing;

import io.ternmq.message.DestinationName;
import java.util.List;

/**
 * What a topic pattern matches: level by level, {@code *} exactly one, {@code #} any number, none too. Immutable.
 */
public final class TopicPattern {

    private final List<String> levels;

    /** @param name one for which {@link DestinationName#isPattern} holds */
    public TopicPattern(DestinationName name) {
        if (!name.isPattern()) {
            throw new IllegalArgumentException(name + " is no pattern");
        }
        this.levels = levels(name);
    }

    private static List<String> levels(DestinationName name) {
        return List.of(name.name().split("\\.", -1));
    }

    /** Whether it stands for that destination: a topic that is neither temporary nor a pattern itself. */
    public boolean matches(DestinationName topic) {
        return topic.kind() == DestinationName.Kind.TOPIC && !topic.isPattern() && matches(levels(topic));
    }

    /** Where a level does not fit, the last {@code #} before it takes one more: no name takes more steps than both have levels, multiplied. */
    private boolean matches(List<String> name) {
        int at = 0;
        int level = 0;
        int lastAny = -1;
        int anyTakesTo = 0;
        while (at < name.size()) {
            if (level < levels.size() && levels.get(level).equals(DestinationName.ANY_LEVELS)) {
                lastAny = level++;
                anyTakesTo = at;
            } else if (level < levels.size() && fits(levels.get(level), name.get(at))) {
                level++;
                at++;
            } else if (lastAny >= 0) {
                level = lastAny + 1;
                at = ++anyTakesTo;
            } else {
                return false;
            }
        }
        while (level < levels.size() && levels.get(level).equals(DestinationName.ANY_LEVELS)) {
            level++;
        }
        return level == levels.size();
    }

    private static boolean fits(String pattern, String level) {
        return pattern.equals(DestinationName.ONE_LEVEL) || pattern.equals(level);
    }

    @Override
    public String toString() {
        return String.join(".", levels);
    }
}
