package io.ternmq.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ScramVerifierTest {

    private static final int FEW = ScramVerifier.MIN_ITERATIONS;

    /** The exchange of RFC 7677, section 3. */
    private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";

    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String AUTH_MESSAGE =
            "n=user,r=rOprNGfwEbeRWgbNEkqO,r=" + NONCE + ",s=" + SALT + ",i=4096,c=biws,r=" + NONCE;
    private static final String CLIENT_PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_SIGNATURE = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void shouldBeTheVerifierOfRfc7677() throws Exception {
        ScramVerifier verifier =
                ScramVerifier.derive("pencil".toCharArray(), Base64.getDecoder().decode(SALT), 4_096);

        byte[] clientKey = Base64.getDecoder().decode(CLIENT_PROOF);
        byte[] clientSignature = hmac(verifier.storedKey(), AUTH_MESSAGE);
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= clientSignature[i];
        }
        assertThat(MessageDigest.getInstance("SHA-256").digest(clientKey)).isEqualTo(verifier.storedKey());
        assertThat(Base64.getEncoder().encodeToString(hmac(verifier.serverKey(), AUTH_MESSAGE)))
                .isEqualTo(SERVER_SIGNATURE);
    }

    @Test
    void shouldVerifyTheRightPasswordOnly() {
        ScramVerifier verifier = ScramVerifier.of("correct horse".toCharArray(), FEW);

        assertThat(verifier.verifies("correct horse".toCharArray())).isTrue();
        for (String wrong :
                new String[] {"correct hors", "Correct horse", "correct horse ", "", "x", "correct\0horse"}) {
            assertThat(verifier.verifies(wrong.toCharArray())).as(wrong).isFalse();
        }
    }

    @Test
    void shouldSaltEachPasswordAnew() {
        ScramVerifier one = ScramVerifier.of("same".toCharArray(), FEW);
        ScramVerifier two = ScramVerifier.of("same".toCharArray(), FEW);

        assertThat(one.salt()).hasSize(16).isNotEqualTo(two.salt());
        assertThat(one.storedKey()).isNotEqualTo(two.storedKey());
    }

    @Test
    void shouldTakePasswordsInAnyUnicodeFormAsOne() {
        ScramVerifier verifier = ScramVerifier.of("gru\u0308n\u00A0\uFF11".toCharArray(), FEW);

        assertThat(verifier.verifies("gr\u00FCn 1".toCharArray())).isTrue();
    }

    @Test
    void shouldRefusePasswordsThatNobodyCanType() {
        for (String refused : new String[] {"", "a\nb", "\0", "\uD800", "\u0378", "x".repeat(1_025)}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> ScramVerifier.of(refused.toCharArray(), FEW))
                    .withMessageStartingWith("a password ");
        }
    }

    @Test
    void shouldRefuseTooFewIterations() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ScramVerifier.of("p".toCharArray(), FEW - 1))
                .withMessage("a password is hashed at least 4096 times, not 4095");
    }

    @Test
    void shouldShowNoSecret() {
        assertThat(ScramVerifier.of("secret".toCharArray(), FEW)).hasToString("a verifier of 4096 iterations");
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
