package io.ternmq.client.message;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which classes an object message may bring: plain values and the usual collections of {@code java.lang}, {@code java.math},
 * {@code java.time} and {@code java.util}, and what the user names. Everything else is refused before any of its code runs.
 *
 * <p>A pattern is a class or a package with all below it, {@code com.app} as well as {@code com.app.*}; it ends at a package's
 * boundary, so that it says nothing of {@code com.apple}. The pattern {@code *} allows each class that the program can load,
 * which lets whoever can send run code in it. The entry {@code maxdepth=N} limits how deep objects are nested; without any
 * pattern that is 20, since hash codes of deeply nested collections can take for ever to compute. Who names classes of his own
 * trusts those that send not to do so.
 */
public final class AllowedClasses {

    /** The system property with the patterns for connections that set none of their own. */
    public static final String PROPERTY = "io.ternmq.client.allowedClasses";

    private static final long DEPTH_OF_VALUES = 20;

    /** Enum, Object and Map.Entry are here as what enums extend and arrays hold; Ser and CollSer as what values are written as. */
    private static final Set<String> VALUES = Stream.of(
                    named(
                            "java.lang.",
                            "Boolean Byte Character Double Enum Float Integer Long Number Object Short String"),
                    named("java.lang.", "StringBuffer StringBuilder"),
                    named("java.math.", "BigDecimal BigInteger RoundingMode"),
                    named("java.time.", "DayOfWeek Duration Instant LocalDate LocalDateTime LocalTime Month MonthDay"),
                    named(
                            "java.time.",
                            "OffsetDateTime OffsetTime Period Ser Year YearMonth ZonedDateTime ZoneOffset ZoneRegion"),
                    named(
                            "java.util.",
                            "ArrayDeque ArrayList BitSet CollSer Currency Date EnumMap HashMap HashSet Hashtable"),
                    named(
                            "java.util.",
                            "JumboEnumSet LinkedHashMap LinkedHashSet LinkedList Locale Properties RegularEnumSet"),
                    named(
                            "java.util.",
                            "TreeMap TreeSet UUID Vector AbstractMap$SimpleEntry AbstractMap$SimpleImmutableEntry"),
                    named("java.util.", "Arrays$ArrayList EnumSet$SerializationProxy Map$Entry"),
                    named(
                            "java.util.Collections$",
                            "EmptyList EmptyMap EmptySet SingletonList SingletonMap SingletonSet"),
                    named("java.util.Collections$", "UnmodifiableCollection UnmodifiableList UnmodifiableMap"),
                    named("java.util.Collections$", "UnmodifiableRandomAccessList UnmodifiableSet"),
                    named("java.util.ImmutableCollections$", "List12 ListN Map1 MapN Set12 SetN"))
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern NAME = Pattern.compile(
            "[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*(\\.[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*)*");

    private static final Pattern MAX_DEPTH = Pattern.compile("maxdepth=([0-9]{1,9})");

    private AllowedClasses() {}

    private static Stream<String> named(String prefix, String names) {
        return Stream.of(names.split(" ")).map(prefix::concat);
    }

    /**
     * The filter for a list of patterns, on top of the values that are always allowed.
     *
     * @param patterns with commas between, may be null or empty
     * @throws IllegalArgumentException if one is no pattern
     */
    public static ObjectInputFilter filter(String patterns) {
        List<String> names = new ArrayList<>();
        boolean all = false;
        long maxDepth = 0;
        for (String entry : patterns == null ? new String[0] : patterns.split(",")) {
            String pattern = entry.strip();
            String name = pattern.endsWith(".*") ? pattern.substring(0, pattern.length() - 2) : pattern;
            Matcher depth = MAX_DEPTH.matcher(pattern);
            if (pattern.equals("*")) {
                all = true;
            } else if (depth.matches()) {
                maxDepth = Long.parseLong(depth.group(1));
            } else if (NAME.matcher(name).matches()) {
                names.add(name);
            } else if (!pattern.isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + pattern + "' in the list of allowed classes is neither a class nor a"
                                + " package, as com.app.Order or com.app.*, nor maxdepth=N");
            }
        }
        if (maxDepth == 0) {
            maxDepth = all || !names.isEmpty() ? Long.MAX_VALUE : DEPTH_OF_VALUES;
        }
        return new ByName(all, List.copyOf(names), maxDepth);
    }

    /**
     * The filter for the patterns in {@link #PROPERTY}.
     *
     * @throws IllegalArgumentException if one is no pattern
     */
    public static ObjectInputFilter fromSystemProperty() {
        return filter(System.getProperty(PROPERTY));
    }

    private record ByName(boolean all, List<String> patterns, long maxDepth) implements ObjectInputFilter {

        @Override
        public Status checkInput(FilterInfo info) {
            if (info.depth() > maxDepth) {
                return Status.REJECTED;
            }
            Class<?> type = info.serialClass();
            if (type == null) {
                return Status.UNDECIDED; // a count or a size, not a class
            }
            while (type.isArray()) {
                type = type.getComponentType();
            }
            return all || type.isPrimitive() || isAllowed(type.getName()) ? Status.ALLOWED : Status.REJECTED;
        }

        private boolean isAllowed(String name) {
            return VALUES.contains(name) || patterns.stream().anyMatch(pattern -> covers(pattern, name));
        }

        private static boolean covers(String pattern, String name) {
            return name.startsWith(pattern)
                    && (name.length() == pattern.length()
                            || name.charAt(pattern.length()) == '.'
                            || name.charAt(pattern.length()) == '$');
        }

        @Override
        public String toString() {
            return "allowed classes " + (all ? "*" : patterns)
                    + (maxDepth == Long.MAX_VALUE ? "" : ", maxdepth=" + maxDepth);
        }
    }
}
