package io.ternmq.selector;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The meaning of selectors written down a second time, as plainly as can be: boxed values, null for unknown, regular expressions
 * for LIKE. A selector is its source, brackets around every part, and a function of a message.
 */
record ReferenceSelector(String source, Function<Map<String, Object>, Object> meaning) {

    Object value(Map<String, Object> message) {
        return meaning.apply(message);
    }

    static ReferenceSelector identifier(String name) {
        return new ReferenceSelector(name, message -> message.get(name));
    }

    static ReferenceSelector literal(String source, Object value) {
        return new ReferenceSelector(source, message -> value);
    }

    static ReferenceSelector not(ReferenceSelector x) {
        return new ReferenceSelector("NOT (" + x.source + ")", message -> not(x.truth(message)));
    }

    static ReferenceSelector and(ReferenceSelector x, ReferenceSelector y) {
        return new ReferenceSelector(
                "(" + x.source + ") AND (" + y.source + ")", message -> and(x.truth(message), y.truth(message)));
    }

    static ReferenceSelector or(ReferenceSelector x, ReferenceSelector y) {
        return new ReferenceSelector(
                "(" + x.source + ") OR (" + y.source + ")",
                message -> not(and(not(x.truth(message)), not(y.truth(message)))));
    }

    static ReferenceSelector comparison(ReferenceSelector x, String operator, ReferenceSelector y) {
        return new ReferenceSelector(
                x.source + " " + operator + " " + y.source,
                message -> compare(x.value(message), operator, y.value(message)));
    }

    static ReferenceSelector between(
            ReferenceSelector x, ReferenceSelector low, ReferenceSelector high, boolean negated) {
        return new ReferenceSelector(
                x.source + (negated ? " NOT" : "") + " BETWEEN " + low.source + " AND " + high.source, message -> {
                    Object value = x.value(message);
                    Object from = low.value(message);
                    Object to = high.value(message);
                    return negated
                            ? not(and(not(compare(value, "<", from)), not(compare(value, ">", to))))
                            : and(compare(value, ">=", from), compare(value, "<=", to));
                });
    }

    static ReferenceSelector like(ReferenceSelector x, String pattern, boolean negated) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '!') {
                regex.append(Pattern.quote(pattern.substring(++i, i + 1)));
            } else {
                regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        Pattern compiled = Pattern.compile(regex.toString(), Pattern.DOTALL);
        return new ReferenceSelector(
                x.source + (negated ? " NOT" : "") + " LIKE '" + pattern + "' ESCAPE '!'", message -> {
                    Object value = x.value(message);
                    return value == null
                            ? null
                            : value instanceof String text
                                    && compiled.matcher(text).matches() != negated;
                });
    }

    static ReferenceSelector in(ReferenceSelector x, Set<String> values, boolean negated) {
        String list = values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
        return new ReferenceSelector(x.source + (negated ? " NOT" : "") + " IN (" + list + ")", message -> {
            Object value = x.value(message);
            return value == null ? null : value instanceof String && values.contains(value) != negated;
        });
    }

    static ReferenceSelector isNull(ReferenceSelector x, boolean negated) {
        return new ReferenceSelector(
                x.source + " IS" + (negated ? " NOT" : "") + " NULL", message -> (x.value(message) == null) != negated);
    }

    static ReferenceSelector minus(ReferenceSelector x) {
        return new ReferenceSelector("-(" + x.source + ")", message -> {
            Object value = x.value(message);
            if (value instanceof Double d) {
                return -d;
            }
            if (value instanceof Float f) {
                return -f;
            }
            if (value instanceof Long l) {
                return -l;
            }
            return value instanceof Number n ? (Object) (-n.intValue()) : null;
        });
    }

    static ReferenceSelector arithmetic(ReferenceSelector x, String operator, ReferenceSelector y) {
        return new ReferenceSelector(
                "(" + x.source + " " + operator + " " + y.source + ")",
                message -> x.value(message) instanceof Number n && y.value(message) instanceof Number m
                        ? reckon(n, operator, m)
                        : null);
    }

    private static Object reckon(Number x, String operator, Number y) {
        if (x instanceof Double || y instanceof Double) {
            double a = x.doubleValue();
            double b = y.doubleValue();
            return operator.equals("+") ? a + b : operator.equals("-") ? a - b : operator.equals("*") ? a * b : a / b;
        }
        if (x instanceof Float || y instanceof Float) {
            float a = x.floatValue();
            float b = y.floatValue();
            return operator.equals("+") ? a + b : operator.equals("-") ? a - b : operator.equals("*") ? a * b : a / b;
        }
        if (operator.equals("/") && y.longValue() == 0) {
            return null;
        }
        if (x instanceof Long || y instanceof Long) {
            long a = x.longValue();
            long b = y.longValue();
            return operator.equals("+") ? a + b : operator.equals("-") ? a - b : operator.equals("*") ? a * b : a / b;
        }
        int a = x.intValue();
        int b = y.intValue();
        return operator.equals("+") ? a + b : operator.equals("-") ? a - b : operator.equals("*") ? a * b : a / b;
    }

    private static Boolean compare(Object x, String operator, Object y) {
        if (x == null || y == null) {
            return null;
        }
        if (x instanceof Number n && y instanceof Number m) {
            return switch (operator) {
                case "=" -> equal(n, m);
                case "<>" -> !equal(n, m);
                case "<" -> less(n, m);
                case ">" -> less(m, n);
                case "<=" -> less(n, m) || equal(n, m);
                default -> less(m, n) || equal(n, m);
            };
        }
        if (x.getClass() != y.getClass()) {
            return false;
        }
        return operator.equals("=") ? x.equals(y) : operator.equals("<>") && !x.equals(y);
    }

    private static boolean equal(Number x, Number y) {
        if (x instanceof Double || y instanceof Double) {
            return x.doubleValue() == y.doubleValue();
        }
        if (x instanceof Float || y instanceof Float) {
            return x.floatValue() == y.floatValue();
        }
        return x.longValue() == y.longValue();
    }

    private static boolean less(Number x, Number y) {
        if (x instanceof Double || y instanceof Double) {
            return x.doubleValue() < y.doubleValue();
        }
        if (x instanceof Float || y instanceof Float) {
            return x.floatValue() < y.floatValue();
        }
        return x.longValue() < y.longValue();
    }

    private Boolean truth(Map<String, Object> message) {
        return value(message) instanceof Boolean truth ? truth : null;
    }

    private static Boolean not(Boolean x) {
        return x == null ? null : !x;
    }

    private static Boolean and(Boolean x, Boolean y) {
        if (Boolean.FALSE.equals(x) || Boolean.FALSE.equals(y)) {
            return false;
        }
        return x == null || y == null ? null : true;
    }

    @Override
    public String toString() {
        return source;
    }
}
