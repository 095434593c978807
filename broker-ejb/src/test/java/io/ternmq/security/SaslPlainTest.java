package io.ternmq.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaslPlainTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_tim_tanstaaftanstaaf | tim",
                "Kurt_Kurt_xipj3plmq | Kurt",
                "_gr\u00FCn_p\u00E4ss\uD83D\uDC26 | gr\u00FCn"
            })
    void shouldReadUserAndPassword(String message, String user) {
        SaslPlain login = SaslPlain.parse(bytes(message));

        assertThat(login.user()).isEqualTo(user);
        assertThat(new String(login.password())).isEqualTo(message.substring(message.lastIndexOf('_') + 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | three parts",
                "user | three parts",
                "user_password | three parts",
                "_user_pass_word | three parts",
                "___ | three parts",
                "__password | not empty",
                "_user_ | not empty",
                "__ | not empty",
                "other_user_password | to act for another user is not offered"
            })
    void shouldRefuseWhatIsNoMessage(String message, String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> SaslPlain.parse(bytes(message)))
                .withMessageContaining(text);
    }

    @Test
    void shouldRefuseWhatIsTooLongOrNoUtf8() {
        String longest = "x".repeat(1_024);
        assertThat(SaslPlain.parse(bytes(longest + "_" + longest + "_" + longest))
                        .user())
                .isEqualTo(longest);
        for (String message : new String[] {longest + "x_u_p", "_" + longest + "x_p", "_u_x" + longest}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> SaslPlain.parse(bytes(message)))
                    .withMessage("a user and a password have at most 1024 bytes each");
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> SaslPlain.parse(new byte[] {0, 'u', 0, (byte) 0xC3, 0x28}))
                .withMessage("a user and a password are UTF-8");
    }

    @Test
    void shouldThrowNothingElseOnAnyBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = new byte[random.nextInt(12)];
            random.nextBytes(message);
            for (int zero = random.nextInt(4); zero > 0 && message.length > 0; zero--) {
                message[random.nextInt(message.length)] = 0;
            }
            try {
                assertThat(SaslPlain.parse(message).user()).isNotEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void shouldWipeThePasswordAndNeverShowIt() {
        SaslPlain login = SaslPlain.parse(bytes("_me_secret"));

        assertThat(login).hasToString("a login of me");
        login.clear();
        assertThat(login.password()).containsOnly('\0');
    }

    private static byte[] bytes(String message) {
        return message.replace('_', '\0').getBytes(UTF_8);
    }
}
