package io.ternmq.message;

import java.util.Set;

/** What properties may be called, so that selectors can name them (3.5.1, 3.8.1.1). */
public final class Identifiers {

    /** The words of the selector language, in capitals. */
    private static final Set<String> RESERVED =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

    private static final int LONGEST_RESERVED = 7;

    private Identifiers() {}

    /** Whether it is made of a start character and part characters of Java's identifiers, of any script; an empty one is not. */
    public static boolean isIdentifier(String name) {
        if (name.isEmpty() || !Character.isJavaIdentifierStart(name.codePointAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            if (!Character.isJavaIdentifierPart(name.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether it is a word of the selector language, in any case. Only ASCII letters have a case here: other letters, such as an i
     * without a dot, whose capital is an ASCII letter make another word.
     */
    public static boolean isReserved(String name) {
        if (name.length() > LONGEST_RESERVED) {
            return false;
        }
        char[] capitals = name.toCharArray();
        for (int i = 0; i < capitals.length; i++) {
            if (capitals[i] >= 'a' && capitals[i] <= 'z') {
                capitals[i] -= 'a' - 'A';
            }
        }
        return RESERVED.contains(String.valueOf(capitals));
    }
}
