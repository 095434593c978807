package io.ternmq.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialsTest {

    @ParameterizedTest
    @ValueSource(strings = {"Basic ", "basic ", "BASIC   "})
    void shouldSplitAtTheFirstColon(String scheme) {
        BasicCredentials given =
                BasicCredentials.parse(scheme + base64("jürgen:paß:wort")).orElseThrow();

        assertThat(given.user()).isEqualTo("jürgen");
        assertThat(given.password()).containsExactly("paß:wort".toCharArray());
    }

    @Test
    void shouldTakeAnEmptyPasswordAsOne() {
        assertThat(BasicCredentials.parse("Basic " + base64("admin:"))
                        .orElseThrow()
                        .password())
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic", "Basic !!!", "Bearer abc", "Basic YWRtaW4=", "Basic /w==", "BasicYTpi"})
    void shouldFindNothingInWhatIsMalformed(String header) {
        assertThat(BasicCredentials.parse(header)).isEmpty();
    }

    @Test
    void shouldForgetThePassword() {
        BasicCredentials given =
                BasicCredentials.parse("Basic " + base64("admin:secret")).orElseThrow();

        given.wipe();

        assertThat(given.password()).containsOnly('\0');
        assertThat(given.toString()).doesNotContain("secret");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
