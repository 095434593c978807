package io.ternmq.message;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 for any Java string. Well-formed text is plain UTF-8; a surrogate without its partner, which UTF-8 cannot say, takes the
 * three bytes that its code point would take (known as WTF-8), so that each string comes back as it was. Everything else that is
 * not UTF-8 is refused: a string has one encoding only.
 */
public final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** The bytes of the text, in an array of its own. */
    public static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return encodeWithSurrogates(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The text of the bytes.
     *
     * @throws MalformedDataException if they are not what {@link #encode} makes
     */
    public static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes, offset, length);
    }

    private static byte[] encodeWithSurrogates(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            i += Character.charCount(c);
        }
        byte[] bytes = new byte[size];
        int at = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i); // a lone surrogate is its own code point
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | c >> 6);
                bytes[at++] = (byte) (0x80 | c & 0x3F);
            } else if (c < 0x10000) {
                bytes[at++] = (byte) (0xE0 | c >> 12);
                bytes[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                bytes[at++] = (byte) (0x80 | c & 0x3F);
            } else {
                bytes[at++] = (byte) (0xF0 | c >> 18);
                bytes[at++] = (byte) (0x80 | c >> 12 & 0x3F);
                bytes[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                bytes[at++] = (byte) (0x80 | c & 0x3F);
            }
            i += Character.charCount(c);
        }
        return bytes;
    }

    /** The slow way, for text that holds U+FFFD or a lone surrogate, and for what is malformed. */
    private static String decodeStrictly(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int first = bytes[at];
            int more = first >= 0 ? 0 : first >> 5 == -2 ? 1 : first >> 4 == -2 ? 2 : first >> 3 == -2 ? 3 : -1;
            if (more < 0 || more >= end - at) {
                throw malformed(at - offset);
            }
            int c = more == 0 ? first : first & 0x3F >> more;
            for (int i = 1; i <= more; i++) {
                int next = bytes[at + i];
                if (next >> 6 != -2) {
                    throw malformed(at - offset);
                }
                c = c << 6 | next & 0x3F;
            }
            if (!isShortest(c, more) || c > Character.MAX_CODE_POINT || completesPair(text, c)) {
                throw malformed(at - offset);
            }
            text.appendCodePoint(c);
            at += 1 + more;
        }
        return text.toString();
    }

    private static boolean isShortest(int c, int more) {
        return more == 0 || c >= (more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000);
    }

    /** Two halves of a pair, each in three bytes, would be a second encoding of the same string. */
    private static boolean completesPair(StringBuilder text, int c) {
        return c <= Character.MAX_VALUE
                && Character.isLowSurrogate((char) c)
                && !text.isEmpty()
                && Character.isHighSurrogate(text.charAt(text.length() - 1));
    }

    private static MalformedDataException malformed(int at) {
        return new MalformedDataException("a string that is not UTF-8 at byte " + at);
    }
}
