package io.ternmq.selector;

/**
 * Numbers as Java writes them (JLS 3.10.1, 3.10.2): decimal, 0x, 0 and 0b, underscores between digits, the suffixes L, F and D,
 * exponents. An exact one without suffix is an int where it fits and else a long (3.8.1.1 promises long's range without one).
 */
final class NumberLiteral {

    private NumberLiteral() {}

    /**
     * Reads a literal.
     *
     * @param text begins with a digit, or a point and a digit
     * @param negative whether a minus stands before it, which belongs to the literal so that the smallest long can be written
     * @return an Integer, Long, Float or Double
     * @throws NumberFormatException with what is wrong as its text
     */
    static Number parse(String text, boolean negative) {
        if (!isPrintableAscii(text)) { // digits of other scripts, and what the JDK's parsers would trim
            throw new NumberFormatException("is no number");
        }
        String plain = withoutUnderscores(text);
        int radix = radix(plain);
        boolean floating = radix == 16
                ? plain.indexOf('p') >= 0 || plain.indexOf('P') >= 0 || plain.indexOf('.') >= 0
                : radix == 10 && !isDigits(plain, plain.length() - (endsWith(plain, 'l') ? 1 : 0));
        if (floating) {
            return floating(plain, negative);
        }
        if (radix == 8 && !isDigits(plain, plain.length() - (endsWith(plain, 'l') ? 1 : 0))) {
            return floating(plain, negative); // 09.5 is decimal
        }
        return exact(plain, radix, negative);
    }

    private static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private static int radix(String text) {
        if (text.length() < 2 || text.charAt(0) != '0') {
            return 10;
        }
        char second = text.charAt(1);
        if (second == 'x' || second == 'X') {
            return 16;
        }
        if (second == 'b' || second == 'B') {
            return 2;
        }
        return second >= '0' && second <= '9' ? 8 : 10;
    }

    private static Number exact(String text, int radix, boolean negative) {
        boolean isLong = endsWith(text, 'l');
        int from = radix == 16 || radix == 2 ? 2 : 0;
        String digits = text.substring(from, text.length() - (isLong ? 1 : 0));
        if (digits.isEmpty() || digits.charAt(0) == '+' || digits.charAt(0) == '-') {
            throw new NumberFormatException("is no number");
        }
        long value;
        if (radix == 10) {
            value = decimal(digits, negative);
        } else {
            try {
                value = Long.parseUnsignedLong(digits, radix);
            } catch (NumberFormatException e) {
                throw new NumberFormatException("is no number of base " + radix + " with up to 64 bits");
            }
            value = negative ? -value : value;
        }
        if (!isLong && value == (int) value) {
            return (int) value;
        }
        return value;
    }

    private static long decimal(String digits, boolean negative) {
        try {
            return Long.parseLong(negative ? "-" + digits : digits);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("is beyond the range of long");
        }
    }

    private static Number floating(String text, boolean negative) {
        boolean isHex = radix(text) == 16;
        boolean isFloat = endsWith(text, 'f');
        double value;
        try {
            value = isFloat ? Float.parseFloat(text) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("is no number");
        }
        if (Double.isInfinite(value) || value == 0 && hasNonZeroDigit(text, isHex)) {
            throw new NumberFormatException("is beyond the range of " + (isFloat ? "float" : "double"));
        }
        if (isFloat) {
            return (float) (negative ? -value : value);
        }
        return negative ? -value : value;
    }

    private static boolean hasNonZeroDigit(String text, boolean isHex) {
        for (int i = isHex ? 2 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHex ? c == 'p' || c == 'P' : !isDigit(c) && c != '.') {
                return false; // the exponent or a suffix begins
            }
            if (c != '0' && c != '.') {
                return true;
            }
        }
        return false;
    }

    private static String withoutUnderscores(String text) {
        if (text.indexOf('_') < 0) {
            return text;
        }
        boolean isHex = radix(text) == 16;
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '_') {
                plain.append(c);
            } else if (!isBetweenDigits(text, i, isHex)) {
                throw new NumberFormatException("has an underscore that is not between digits");
            }
        }
        return plain.toString();
    }

    private static boolean isBetweenDigits(String text, int at, boolean isHex) {
        return at > 0
                && at + 1 < text.length()
                && belongs(text.charAt(at - 1), isHex)
                && belongs(text.charAt(at + 1), isHex);
    }

    private static boolean belongs(char c, boolean isHex) {
        return c == '_' || (isHex ? Character.digit(c, 16) >= 0 : isDigit(c));
    }

    private static boolean isDigits(String text, int length) {
        for (int i = 0; i < length; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean endsWith(String text, char lowerCase) {
        return Character.toLowerCase(text.charAt(text.length() - 1)) == lowerCase;
    }
}
