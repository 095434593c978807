package io.ternmq.web.security;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Name and password as HTTP Basic carries them (RFC 7617, UTF-8). The password is an array so that it can be wiped. */
record BasicCredentials(String user, char[] password) {

    private static final String SCHEME = "Basic ";

    /** The credentials in an {@code Authorization} header; nothing if it is of another scheme or malformed. */
    static Optional<BasicCredentials> parse(String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) 0);
            return split(chars);
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<BasicCredentials> split(CharBuffer chars) {
        for (int i = 0; i < chars.length(); i++) {
            if (chars.charAt(i) == ':') {
                char[] password = new char[chars.length() - i - 1];
                String user = chars.subSequence(0, i).toString();
                chars.position(chars.position() + i + 1).get(password);
                Arrays.fill(chars.array(), '\0');
                return Optional.of(new BasicCredentials(user, password));
            }
        }
        return Optional.empty();
    }

    void wipe() {
        Arrays.fill(password, '\0');
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "credentials of " + user;
    }
}
