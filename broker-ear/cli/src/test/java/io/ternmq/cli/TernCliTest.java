package io.ternmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TernCliTest {

    /** A port where nothing listens. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    @TempDir
    private Path folder;

    @Test
    void shouldListTheVerbs() {
        Run help = Run.tern("--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("run ", "send ", "receive ", "queues ", "status ", "Exit status: 0 done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "send", "receive", "queues", "status"})
    void shouldExplainEachVerb(String verb) {
        Run help = Run.tern(verb, "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: tern " + verb);
        assertThat(help.err()).isEmpty();
    }

    @Test
    void shouldTellItsVersion() {
        assertThat(Run.tern("--version").out()).matches("tern \\d+\\.\\d+\\.\\d+\\S*\\n");
    }

    @Test
    void shouldAskForAVerb() {
        assertThat(Run.tern()).isEqualTo(usage("which verb?", "tern"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "nope ~ there is no verb 'nope' ~ tern",
                "send ~ Missing required parameter: 'QUEUE' ~ tern send",
                "send q ~ Missing required argument (specify one of these): (--file=FILE | --text=BODY) ~ tern send",
                "send q --text a --colour red ~ Unknown options: '--colour', 'red' ~ tern send",
                "send q --text a --ttl 5 ~ Invalid value for option '--ttl': '5' is no time; write it as 500ms, 30s, 5m, 2h or 7d ~ tern send",
                "receive ~ Missing required parameter: 'QUEUE' ~ tern receive",
                "receive q --count x ~ Invalid value for option '--count': 'x' is not a long ~ tern receive",
            })
    void shouldTellInOneLineWhatIsWrong(String line, String message, String command) {
        assertThat(Run.tern(line.split(" "))).isEqualTo(usage(message, command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "send q --text a --priority 10 | a priority is 0 to 9, not 10",
                "receive q --count 0 | --count is 1 or more, not 0",
                "queues --http localhost:8080 | --http takes a URL as http://127.0.0.1:8080, not localhost:8080",
                "queues --http http://a:b@host | --http takes a URL as http://127.0.0.1:8080, not http://a:b@host",
                "queues --user ann | no password for 'ann': give --password-file FILE or set TERN_PASSWORD",
            })
    void shouldRefuseWhatMakesNoSense(String line, String message) {
        assertThat(Run.tern(line.split(" "))).isEqualTo(failure(ExitStatus.USAGE, message));
    }

    @Test
    void shouldNeverEchoARefusedNameRaw() {
        Run run = Run.tern("send", "a\u001b[31mb", "--text", "x");

        assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run.err()).doesNotContain("\u001b").contains("U+001B");
    }

    @Test
    void shouldNameTheFileThatIsMissing() {
        assertThat(Run.tern("send", "q", "--file", folder + "/none"))
                .isEqualTo(failure(ExitStatus.FAILED, "there is no file " + folder + "/none"));
        assertThat(Run.tern("send", "q", "--file", folder.toString()))
                .isEqualTo(failure(ExitStatus.FAILED, folder + " is a folder"));
        assertThat(Run.tern("queues", "--password-file", folder + "/none"))
                .isEqualTo(failure(ExitStatus.FAILED, "there is no password file " + folder + "/none"));
    }

    @Test
    void shouldRefuseAnEmptyPasswordFile() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "\nx");

        assertThat(Run.tern("status", "--password-file", file.toString()))
                .isEqualTo(failure(ExitStatus.FAILED, "the password file " + file + " is empty"));
    }

    @Test
    void shouldTellThatNothingAnswers() {
        assertThat(Run.tern("status", "--http", NOWHERE))
                .isEqualTo(failure(
                        ExitStatus.FAILED,
                        "nothing answers at " + NOWHERE + "; is the broker running, and is this its HTTP port?"));
    }

    @Test
    void shouldTellInOneLineThatNoBrokerListens() {
        Run run = Run.tern(Map.of(), "", "receive", "q", "--url", "dmqp://127.0.0.1:1");

        assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(run.err()).startsWith("tern: ").contains("127.0.0.1:1").hasLineCount(1);
    }

    @Test
    void shouldPointToTheScriptThatStartsNodes() {
        assertThat(Run.tern("run").status()).isEqualTo(ExitStatus.USAGE);
    }

    private static Run usage(String message, String command) {
        return new Run(ExitStatus.USAGE, "", "tern: " + message + "\nTry '" + command + " --help'.\n");
    }

    private static Run failure(int status, String message) {
        return new Run(status, "", "tern: " + message + "\n");
    }
}
