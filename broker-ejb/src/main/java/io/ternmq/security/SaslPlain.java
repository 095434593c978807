package io.ternmq.security;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.ProtocolException;

/** placeholder */
public record SaslPlain(String user, char[] password) {
    public static SaslPlain parse(byte[] response) {
        String[] parts = new String(response, java.nio.charset.StandardCharsets.UTF_8).split("\0", -1);
        if (parts.length != 3) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "not SASL PLAIN");
        }
        return new SaslPlain(parts[1], parts[2].toCharArray());
    }

    public void clear() {
        java.util.Arrays.fill(password, '\0');
    }
}
