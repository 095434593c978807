package io.ternmq.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say who one is. A password is never an argument, where every user of the machine could see it. */
class LoginOptions {

    /** The variable of the environment that holds the password. */
    static final String PASSWORD_VARIABLE = "TERN_PASSWORD";

    private static final String FIRST_USER = "admin";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Log in as this user ('" + FIRST_USER + "' if only a password is given).")
    private String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The first line of this file is the password; without it, " + PASSWORD_VARIABLE
                    + " in the environment.")
    private Path passwordFile;

    /** A name and its password. */
    record Login(String user, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "login of " + user;
        }
    }

    /** Who to log in as, or nothing for nobody. */
    Optional<Login> login(Map<String, String> environment) {
        String password = passwordFile == null ? environment.get(PASSWORD_VARIABLE) : firstLine(passwordFile);
        if (password == null) {
            if (user != null) {
                throw CliException.usage(
                        "no password for '" + user + "': give --password-file FILE or set " + PASSWORD_VARIABLE);
            }
            return Optional.empty();
        }
        return Optional.of(new Login(user == null ? FIRST_USER : user, password));
    }

    private static String firstLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.isEmpty() || lines.get(0).isEmpty()) {
                throw CliException.failed("the password file " + file + " is empty");
            }
            return lines.get(0);
        } catch (NoSuchFileException missing) {
            throw CliException.failed("there is no password file " + file);
        } catch (CharacterCodingException binary) {
            throw CliException.failed("the password file " + file + " is not UTF-8");
        } catch (IOException unreadable) {
            throw CliException.failed("the password file " + file + " cannot be read: " + unreadable.getMessage());
        }
    }
}
