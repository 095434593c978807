package io.ternmq.selector;

/** Cuts a selector's text into tokens; the current one is in its fields. */
final class Lexer {

    private static final int LONGEST_QUOTE = 40;

    private final String source;
    private int end;

    /** The kind of the current token. */
    private Token token;

    /** Where it begins, from 0. */
    private int start;

    /** The name of an IDENTIFIER, the value of a STRING, the text of a NUMBER. */
    private String text;

    /** Begins with the first token. */
    Lexer(String source) {
        this.source = source;
        advance();
    }

    Token token() {
        return token;
    }

    int start() {
        return start;
    }

    String text() {
        return text;
    }

    /** Moves to the next token. */
    void advance() {
        while (end < source.length() && isBlank(source.charAt(end))) {
            end++;
        }
        start = end;
        text = null;
        token = end == source.length() ? Token.END : read(source.codePointAt(end));
    }

    /** An exception that names the current token and what was wrong with it. */
    InvalidSelectorException wrong(String what) {
        return wrong(start, what);
    }

    /** An exception that points at a place. */
    InvalidSelectorException wrong(int at, String what) {
        return new InvalidSelectorException("column " + (source.codePointCount(0, at) + 1) + ": " + what);
    }

    /** The current token as the user wrote it, for the text of an exception: short, and without control characters. */
    String quoted() {
        if (token == Token.END) {
            return "the end of the selector";
        }
        int from = start;
        int to = Math.min(end, from + LONGEST_QUOTE);
        StringBuilder quote = new StringBuilder();
        source.substring(from, to).codePoints().forEach(c -> quote.appendCodePoint(isPrintable(c) ? c : '?'));
        return quote + (to < end ? "..." : "");
    }

    private Token read(int c) {
        if (Character.isJavaIdentifierStart(c)) {
            return readWord();
        }
        if (isDigit(c) || c == '.' && end + 1 < source.length() && isDigit(source.charAt(end + 1))) {
            return readNumber();
        }
        end += Character.charCount(c);
        return switch (c) {
            case '\'' -> readString();
            case '=' -> Token.EQUAL;
            case '<' -> accept('>') ? Token.UNEQUAL : accept('=') ? Token.NOT_GREATER : Token.LESS;
            case '>' -> accept('=') ? Token.NOT_LESS : Token.GREATER;
            case '+' -> Token.PLUS;
            case '-' -> Token.MINUS;
            case '*' -> Token.STAR;
            case '/' -> Token.SLASH;
            case '(' -> Token.OPEN;
            case ')' -> Token.CLOSE;
            case ',' -> Token.COMMA;
            case '!' -> throw wrong("'!' is nothing in a selector; unequal is <>, the contrary is NOT");
            case '"' -> throw wrong("a string stands in single quotes, not in double ones");
            default ->
                throw wrong(
                        isPrintable(c)
                                ? "'" + Character.toString(c) + "' is nothing in a selector"
                                : "a selector has no character U+%04X outside a string".formatted(c));
        };
    }

    private boolean accept(char c) {
        boolean there = end < source.length() && source.charAt(end) == c;
        if (there) {
            end++;
        }
        return there;
    }

    private Token readWord() {
        while (end < source.length() && Character.isJavaIdentifierPart(source.codePointAt(end))) {
            end += Character.charCount(source.codePointAt(end));
        }
        text = source.substring(start, end);
        return Token.ofWord(text);
    }

    /** Takes all that could belong to a number; whether it is one is for {@link NumberLiteral} to say. */
    private Token readNumber() {
        boolean isHex = source.startsWith("0x", start) || source.startsWith("0X", start);
        while (end < source.length()
                && belongsToNumber(source.charAt(end), source.charAt(Math.max(start, end - 1)), isHex)) {
            end++;
        }
        text = source.substring(start, end);
        return Token.NUMBER;
    }

    private static boolean belongsToNumber(char c, char before, boolean isHex) {
        if (c == '+' || c == '-') {
            char exponent = Character.toLowerCase(before);
            return isHex ? exponent == 'p' : exponent == 'e';
        }
        return c == '.' || Character.isJavaIdentifierPart(c) || Character.isSurrogate(c);
    }

    private Token readString() {
        StringBuilder value = new StringBuilder();
        while (true) {
            int quote = source.indexOf('\'', end);
            if (quote < 0) {
                throw wrong("the string that begins here has no closing quote");
            }
            value.append(source, end, quote);
            end = quote + 1;
            if (!accept('\'')) {
                text = value.toString();
                return Token.STRING;
            }
            value.append('\'');
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** White space as Java has it (3.8.1.1): space, tab, form feed, line ends. */
    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f' || c == '\n' || c == '\r';
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
