package io.ternmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares docs/conformance.md with the specification's sections and with the tests that it names. */
class ConformanceDocumentTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCUMENT = ROOT.resolve("docs").resolve("conformance.md");

    /** The sections of Jakarta Messaging 3.1, chapters 2 to 13, in their order. */
    private static final List<String> SECTIONS = List.of("""
            2 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.8.1 2.8.2 2.9 2.10 2.11 2.12 2.12.1 2.13 2.14 2.15 2.16
            3 3.1 3.2 3.3 3.4 3.4.1 3.4.2 3.4.3 3.4.4 3.4.5 3.4.6 3.4.7 3.4.8 3.4.9 3.4.10 3.4.11 3.4.12 3.4.13
            3.5 3.5.1 3.5.2 3.5.3 3.5.4 3.5.5 3.5.6 3.5.7 3.5.8 3.5.9 3.5.10 3.5.11 3.6 3.7
            3.8 3.8.1 3.8.1.1 3.8.1.2 3.8.1.3 3.9 3.10 3.11 3.11.1 3.11.2 3.11.3 3.11.4 3.12
            4 4.1 4.1.1 4.1.2 4.1.3 4.1.4 4.1.5 4.1.6 4.1.7 4.1.8
            4.2 4.2.1 4.2.2 4.2.3 4.2.4 4.2.5 4.2.6 4.2.7 4.2.8 4.2.9 4.2.10 4.2.11
            5 5.1 5.2 5.3
            6 6.1 6.1.1 6.1.2 6.1.3 6.1.4 6.1.5 6.1.6 6.1.7 6.1.8
            6.2 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.9.1 6.2.9.2
            6.2.10 6.2.11 6.2.12 6.2.13 6.2.14 6.2.15
            7 7.1 7.2 7.3 7.3.1 7.3.2 7.3.3 7.3.4 7.3.5 7.3.6 7.3.7 7.3.8 7.3.9 7.4 7.5 7.6 7.7 7.8 7.9 7.10
            8 8.1 8.2 8.3 8.3.1 8.3.2 8.3.3 8.3.4 8.4 8.5 8.6 8.7 8.8
            9 9.1 9.2
            10 10.1 10.2 10.3
            11 11.1 11.2 11.2.1 11.2.2 11.2.3 11.2.4 11.2.5 11.2.6 11.2.7
            11.3 11.3.1 11.3.2 11.3.3 11.3.4 11.3.5 11.4
            12 12.1 12.2 12.3 12.4 12.4.1 12.4.2 12.4.3 12.4.4 12.4.5
            13 13.1""".split("\\s+"));

    /** Sections that introduce, list or only head others: they state nothing that a test could prove. */
    private static final Set<String> WITHOUT_STATEMENT = Set.of(
            "2", "2.1", "2.2", "2.10", "2.11", "2.12", "3", "3.1", "3.2", "3.8", "4", "4.1", "4.1.1", "4.2", "4.2.1",
            "5", "6", "6.2.9", "7", "8", "8.3", "9", "10", "10.1", "11", "11.2.6", "11.3", "12", "12.4");

    private static final Set<String> REASONS = Set.of("choice", "container", "not yet");

    private static final Pattern HEADING = Pattern.compile("## (\\d+) .+");
    private static final Pattern NAMED_TEST = Pattern.compile("`([^`]*)`");
    private static final Pattern TEST_NAME = Pattern.compile("(?:[a-z]\\w*\\.)*[A-Z]\\w*\\.[a-z]\\w*");
    private static final Pattern TEST_ANNOTATION =
            Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\\b.*");

    private record Row(int line, String chapter, String section, String statement, String proof) {

        /** The word before the colon, or null if the row rests on tests alone. */
        String reason() {
            int colon = proof.indexOf(": ");
            return colon < 0 ? null : proof.substring(0, colon);
        }

        List<String> tests() {
            return NAMED_TEST
                    .matcher(proof)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        @Override
        public String toString() {
            return "line " + line + " (" + section + ", " + statement + ")";
        }
    }

    private static final List<Row> ROWS = new ArrayList<>();
    private static final List<String> HEADINGS = new ArrayList<>();
    private static String counted;
    private static List<Path> sources;

    @BeforeAll
    static void readDocumentAndSources() throws IOException {
        assertThat(DOCUMENT).isRegularFile();
        List<String> lines = Files.readAllLines(DOCUMENT);
        readRows(lines);
        counted = lines.stream()
                .filter(line -> line.matches("\\d+ rows: .*"))
                .findFirst()
                .orElse("no line that counts the rows");
        sources = new ArrayList<>();
        for (String module : List.of("broker-jms-provider", "broker-ejb", "broker-web", "broker-ear")) {
            assertThat(ROOT.resolve(module)).isDirectory();
            try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
                files.filter(ConformanceDocumentTest::isTestSource).forEach(sources::add);
            }
        }
        assertThat(sources)
                .extracting(ConformanceDocumentTest::module)
                .contains("client", "broker-ejb", "system-tests");
    }

    private static boolean isTestSource(Path file) {
        return file.toString().contains(Path.of("src", "test", "java").toString())
                && file.toString().endsWith(".java");
    }

    private static String module(Path source) {
        Path path = source;
        while (!path.endsWith("src")) {
            path = path.getParent();
        }
        return path.getParent().getFileName().toString();
    }

    private static void readRows(List<String> lines) {
        String chapter = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                chapter = heading.group(1);
                HEADINGS.add(chapter);
            } else if (line.startsWith("## ")) {
                chapter = null;
            } else if (chapter != null && line.startsWith("|")) {
                String[] cells = line.strip().split("(?<!\\\\)\\|", -1);
                assertThat(cells).as("cells of line %d of %s", i + 1, DOCUMENT).hasSize(5);
                if (!cells[1].isBlank() && !cells[1].contains("---") && !cells[1].contains("Section")) {
                    ROWS.add(new Row(i + 1, chapter, cells[1].strip(), cells[2].strip(), cells[3].strip()));
                }
            }
        }
        assertThat(ROWS).as("rows of %s", DOCUMENT).isNotEmpty();
    }

    @Test
    void shouldHaveAHeadingForEachChapterInOrder() {
        assertThat(HEADINGS)
                .containsExactlyElementsOf(SECTIONS.stream()
                        .filter(section -> !section.contains("."))
                        .toList());
    }

    @Test
    void shouldNameSectionsThatExistInTheirChapterAndOrder() {
        int last = -1;
        for (Row row : ROWS) {
            assertThat(SECTIONS.contains(row.section()))
                    .as("section of %s", row)
                    .isTrue();
            assertThat(row.section().split("\\.")[0]).as("chapter of %s", row).isEqualTo(row.chapter());
            int index = SECTIONS.indexOf(row.section());
            assertThat(index).as("%s comes behind the section before", row).isGreaterThanOrEqualTo(last);
            last = index;
        }
    }

    @Test
    void shouldHaveARowForEachSectionThatStatesSomething() {
        Set<String> covered = ROWS.stream().map(Row::section).collect(Collectors.toSet());

        assertThat(SECTIONS.stream()
                        .filter(section -> !WITHOUT_STATEMENT.contains(section))
                        .filter(section -> !covered.contains(section)))
                .isEmpty();
    }

    @Test
    void shouldProveOrExplainEachRow() {
        for (Row row : ROWS) {
            assertThat(row.statement()).as("statement of line %d", row.line()).isNotBlank();
            if (row.reason() == null) {
                assertThat(row.tests()).as("tests of %s", row).isNotEmpty();
                assertThat(NAMED_TEST.matcher(row.proof()).replaceAll("").replaceAll("[,\\s]", ""))
                        .as("what stands beside the tests of %s", row)
                        .isEmpty();
            } else {
                assertThat(REASONS).as("reason of %s", row).contains(row.reason());
                assertThat(NAMED_TEST
                                .matcher(row.proof().substring(row.reason().length() + 1))
                                .replaceAll(""))
                        .as("explanation of %s", row)
                        .containsPattern("\\w+ \\w+");
            }
        }
    }

    @Test
    void shouldRepeatNoRow() {
        Map<String, Row> seen = new LinkedHashMap<>();
        for (Row row : ROWS) {
            String key = row.section() + " "
                    + row.statement().toLowerCase(java.util.Locale.ROOT).replaceAll("\\W+", " ");
            assertThat(seen.put(key, row)).as("the row that %s repeats", row).isNull();
        }
    }

    @Test
    void shouldNameTestsThatExist() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Row row : ROWS) {
            for (String test : row.tests()) {
                String problem = problemOf(test);
                if (problem != null) {
                    missing.add("line " + row.line() + ": " + test + " " + problem);
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    /** Why the name is not that of a test, or null. A class of which there are several is named with the end of its package. */
    private static String problemOf(String test) throws IOException {
        if (!TEST_NAME.matcher(test).matches()) {
            return "is no Class.method";
        }
        int dot = test.lastIndexOf('.');
        Path end = Path.of(test.substring(0, dot).replace('.', '/') + ".java");
        List<Path> found =
                sources.stream().filter(source -> source.endsWith(end)).toList();
        if (found.size() != 1) {
            return found.isEmpty() ? "is in no source" : "is ambiguous: name the end of the package too";
        }
        return isTest(Files.readAllLines(found.get(0)), test.substring(dot + 1)) ? null : "is no test of that class";
    }

    /** Whether the lines above the method, up to an empty one, say that it is a test that runs. */
    private static boolean isTest(List<String> lines, String method) {
        Pattern declaration = Pattern.compile("\\s+(public )?void " + method + "\\(.*");
        for (int i = 0; i < lines.size(); i++) {
            if (declaration.matcher(lines.get(i)).matches()) {
                boolean test = false;
                boolean disabled = false;
                for (int above = i - 1; above >= 0 && !lines.get(above).isBlank(); above--) {
                    String annotation = lines.get(above).strip();
                    test |= TEST_ANNOTATION.matcher(annotation).matches();
                    disabled |= annotation.startsWith("@Disabled");
                }
                return test && !disabled;
            }
        }
        return false;
    }

    @Test
    void shouldCountItsRows() {
        Map<String, Long> counts = ROWS.stream()
                .collect(Collectors.groupingBy(
                        row -> row.reason() == null ? "proved" : row.reason(), Collectors.counting()));

        assertThat(counted)
                .isEqualTo("%d rows: %d proved by a test, %d left to providers (choice), %d of containers, %d not yet."
                        .formatted(
                                ROWS.size(),
                                counts.getOrDefault("proved", 0L),
                                counts.getOrDefault("choice", 0L),
                                counts.getOrDefault("container", 0L),
                                counts.getOrDefault("not yet", 0L)));
    }
}
