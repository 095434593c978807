package io.ternmq.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.web.security.AccessRules.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/console/main.js",
                "/console/console.css",
                "/console/tern.svg",
                "/health",
                "/health/ready",
                "/health/live"
            })
    void shouldLeaveThePageAndHealthOpen(String path) {
        assertThat(AccessRules.of(path)).isEqualTo(Access.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "//",
                "/;x",
                "/index.html;x",
                "/INDEX.HTML",
                "/index.html/",
                "/console/",
                "/console",
                "/console/../api/queues",
                "/console/..%2fapi",
                "/console//main.js",
                "/console/main.js;x",
                "/console/main.js/",
                "/console/.js",
                "/console/%6dain.js",
                "/console/web.xml",
                "/console/a.js/b.js",
                "/health/",
                "/health;x",
                "/health//ready",
                "/health/../metrics",
                "/healthx",
                "/metrics",
                "/openapi",
                "/api",
                "/api/queues",
                "/api//login",
                "/api/login/",
                "/api/login;x",
                "/API/login",
                "/WEB-INF/web.xml",
                "/error",
                "*",
                "\\",
                "/\n"
            })
    void shouldAskForAnAdministratorWhereItIsNotSure(String path) {
        assertThat(AccessRules.of(path)).isEqualTo(Access.ADMIN);
    }

    @Test
    void shouldLetEveryUserEndTheSession() {
        assertThat(AccessRules.of("/api/login")).isEqualTo(Access.LOGIN);
        assertThat(AccessRules.of("/api/session")).isEqualTo(Access.USER);
        assertThat(AccessRules.of("/api/logout")).isEqualTo(Access.USER);
    }
}
