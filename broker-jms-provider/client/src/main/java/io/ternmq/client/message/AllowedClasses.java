package io.ternmq.client.message;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which classes an object message may bring: plain values and the usual collections of {@code java.lang}, {@code java.math},
 * {@code java.time} and {@code java.util}, and what the user names. Everything else is refused before any of its code runs. A
 * pattern is a class or a package with all below it, {@code com.app} as well as {@code com.app.*}; it ends at a package's
 * boundary, so that it says nothing of {@code com.apple}. The pattern {@code *} allows each class that the program can load,
 * which lets whoever can send run code in it.
 */
public final class AllowedClasses {

    /** The system property with the patterns for connections that set none of their own. */
    public static final String PROPERTY = "io.ternmq.client.allowedClasses";

    /** Collections by hash compute hash codes of what they hold: twice as many on each level of a hostile nest of them. */
    private static final int DEEPEST_HASH_COLLECTION = 16;

    private static final Set<String> HASH_COLLECTIONS = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.Hashtable",
            "java.util.Properties",
            "java.util.CollSer");

    private static final Set<String> VALUES = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Number",
            "java.lang.String",
            "java.lang.Enum",
            "java.lang.Object", // as the element type of arrays
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.math.RoundingMode",
            "java.time.Ser", // what all values of java.time are written as
            "java.util.AbstractMap$SimpleEntry",
            "java.util.AbstractMap$SimpleImmutableEntry",
            "java.util.ArrayDeque",
            "java.util.ArrayList",
            "java.util.Arrays$ArrayList",
            "java.util.BitSet",
            "java.util.Collections$EmptyList",
            "java.util.Collections$EmptyMap",
            "java.util.Collections$EmptySet",
            "java.util.Collections$SingletonList",
            "java.util.Collections$SingletonMap",
            "java.util.Collections$SingletonSet",
            "java.util.Collections$UnmodifiableCollection",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableMap",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "java.util.Collections$UnmodifiableSet",
            "java.util.Currency",
            "java.util.Date",
            "java.util.EnumMap",
            "java.util.EnumSet$SerializationProxy",
            "java.util.LinkedList",
            "java.util.Locale",
            "java.util.Map$Entry", // as the element type of arrays
            "java.util.TreeMap",
            "java.util.TreeSet",
            "java.util.UUID",
            "java.util.Vector");

    private static final Pattern NAME = Pattern.compile(
            "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

    private AllowedClasses() {}

    /**
     * The filter for a list of patterns, on top of the values that are always allowed.
     *
     * @param patterns with commas between, may be null or empty
     * @throws IllegalArgumentException if one is no pattern
     */
    public static ObjectInputFilter filter(String patterns) {
        List<String> names = new ArrayList<>();
        boolean all = false;
        for (String entry : patterns == null ? new String[0] : patterns.split(",")) {
            String pattern = entry.strip();
            String name = pattern.endsWith(".*") ? pattern.substring(0, pattern.length() - 2) : pattern;
            if (pattern.equals("*")) {
                all = true;
            } else if (NAME.matcher(name).matches()) {
                names.add(name);
            } else if (!pattern.isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + pattern
                                + "' in the list of allowed classes is neither a class nor a package, as com.app.Order or com.app.*");
            }
        }
        return all ? info -> Status.ALLOWED : new ByName(List.copyOf(names));
    }

    /**
     * The filter for the patterns in {@link #PROPERTY}.
     *
     * @throws IllegalArgumentException if one is no pattern
     */
    public static ObjectInputFilter fromSystemProperty() {
        return filter(System.getProperty(PROPERTY));
    }

    private record ByName(List<String> patterns) implements ObjectInputFilter {

        @Override
        public Status checkInput(FilterInfo info) {
            Class<?> type = info.serialClass();
            if (type == null) {
                return Status.UNDECIDED; // a count or a size, not a class
            }
            while (type.isArray()) {
                type = type.getComponentType();
            }
            return type.isPrimitive() || isAllowed(type.getName(), info.depth()) ? Status.ALLOWED : Status.REJECTED;
        }

        private boolean isAllowed(String name, long depth) {
            return VALUES.contains(name)
                    || HASH_COLLECTIONS.contains(name) && depth <= DEEPEST_HASH_COLLECTION
                    || patterns.stream().anyMatch(pattern -> covers(pattern, name));
        }

        private static boolean covers(String pattern, String name) {
            return name.startsWith(pattern)
                    && (name.length() == pattern.length()
                            || name.charAt(pattern.length()) == '.'
                            || name.charAt(pattern.length()) == '$');
        }
    }
}
