package io.ternmq.selector;

import io.ternmq.message.Identifiers;
import java.util.Locale;

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

    /** The keyword, or IDENTIFIER if it is none. */
    static Token ofWord(String word) {
        return Identifiers.isReserved(word) ? valueOf(word.toUpperCase(Locale.ROOT)) : IDENTIFIER;
    }
}
