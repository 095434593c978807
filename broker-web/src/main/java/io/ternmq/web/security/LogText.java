package io.ternmq.web.security;

/** Text that a client sent, made fit for one line of a log. */
final class LogText {

    private static final int MAX_LENGTH = 100;

    private LogText() {}

    /** The text without control and formatting characters, cut where it is long. */
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).forEach(c -> line.appendCodePoint(isPlain(c) ? c : '?'));
        return text.length() > MAX_LENGTH ? line.append("...").toString() : line.toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
