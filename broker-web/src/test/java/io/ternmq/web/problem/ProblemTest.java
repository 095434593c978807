package io.ternmq.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void shouldTellTheStatusItsNameAndWhy() {
        assertThat(new Problem(404, "There is no queue of that name").toJson())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                        + "\"detail\":\"There is no queue of that name\"}");
    }

    @Test
    void shouldLeaveOutWhatThereIsNothingToSayAbout() {
        assertThat(new Problem(405, null).toJson())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Method Not Allowed\",\"status\":405}");
    }

    @Test
    void shouldNameAStatusThatNobodyKnows() {
        assertThat(new Problem(499, null).title()).isEqualTo("Status 499");
    }
}
