package io.ternmq.selector;

/** What a selector's text is made of. The words are keywords, in any case. */
enum Token {
    IDENTIFIER,
    STRING,
    NUMBER,
    AND,
    OR,
    NOT,
    BETWEEN,
    LIKE,
    ESCAPE,
    IN,
    IS,
    NULL,
    TRUE,
    FALSE,
    EQUAL,
    UNEQUAL,
    LESS,
    NOT_GREATER,
    GREATER,
    NOT_LESS,
    PLUS,
    MINUS,
    STAR,
    SLASH,
    OPEN,
    CLOSE,
    COMMA,
    END;

    private static final Token[] VALUES = values();
    private static final int LONGEST_WORD = 7;

    /** The keyword, or IDENTIFIER if it is none. */
    static Token ofWord(String word) {
        if (word.length() <= LONGEST_WORD) {
            for (int i = AND.ordinal(); i <= FALSE.ordinal(); i++) {
                if (VALUES[i].name().equalsIgnoreCase(word)) {
                    return VALUES[i];
                }
            }
        }
        return IDENTIFIER;
    }
}
