package io.ternmq.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarUnfolderTest {
    @TempDir
    private Path directory;

    @Test
    void shouldPutEjbJarsAndLibrariesIntoTheWar() throws IOException {
        Path ear = ear(Map.of(
                "META-INF/application.xml",
                        application("<module><ejb>orders.jar</ejb></module>", web("shop.war", "/shop")),
                "orders.jar", zip(Map.of("Orders.class", "x")),
                "shop.war", zip(Map.of("index.html", "hello")),
                "lib/json-1.2.jar", zip(Map.of("Json.class", "x"))));

        UnfoldedEar unfolded = EarUnfolder.withoutAdapters().unfold(ear, directory.resolve("out"));

        assertThat(names(unfolded.war()))
                .containsExactlyInAnyOrder("index.html", "WEB-INF/lib/orders.jar", "WEB-INF/lib/json-1.2.jar");
        assertThat(unfolded.contextRoot()).isEqualTo("/shop");
        assertThat(unfolded.name()).isEqualTo("app");
        assertThat(unfolded.adapters()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatAnAdapterOwnsWhateverItsVersion() throws IOException {
        Path ear = ear(Map.of(
                "META-INF/application.xml",
                        application("<module><connector>tern-ra.rar</connector></module>", web("web.war", "/")),
                "tern-ra.rar", zip(Map.of("netty-common-4.2.18.Final.jar", "x", "tern-client-1.0.0-SNAPSHOT.jar", "x")),
                "web.war", zip(Map.of("WEB-INF/lib/tern-client-0.9.jar", "x")),
                "lib/netty-common.jar", zip(Map.of("Netty.class", "x")),
                "lib/HikariCP.jar", zip(Map.of("Pool.class", "x"))));

        UnfoldedEar unfolded = EarUnfolder.withAdapters().unfold(ear, directory.resolve("out"));

        assertThat(names(unfolded.war())).containsExactly("WEB-INF/lib/HikariCP.jar");
        assertThat(unfolded.adapters()).containsExactly(directory.resolve("out/tern-ra.rar"));
    }

    @Test
    void shouldMakeAWarForAnEarWithoutWebModule() throws IOException {
        Path ear = ear(Map.of("worker.jar", zip(Map.of("Worker.class", "x"))));

        UnfoldedEar unfolded = EarUnfolder.withoutAdapters().unfold(ear, directory.resolve("out"));

        assertThat(names(unfolded.war())).containsExactly("WEB-INF/lib/worker.jar");
        assertThat(unfolded.contextRoot()).isEqualTo("app");
    }

    @Test
    void shouldMoveTheDescriptorOfAnEjbJarToWhereTheContainerLooks() throws IOException {
        Path ear = ear(Map.of("worker.jar", zip(Map.of("META-INF/ejb-jar.xml", "<ejb-jar/>"))));

        UnfoldedEar unfolded = EarUnfolder.withoutAdapters().unfold(ear, directory.resolve("out"));

        assertThat(names(unfolded.war())).contains("WEB-INF/ejb-jar.xml");
    }

    @Test
    void shouldRefuseWhatAWarCannotHoldAndNameIt() throws IOException {
        byte[] empty = zip(Map.of("x", "x"));
        Path twoWebs = ear(Map.of("a.war", empty, "b.war", empty));
        Path client = ear(Map.of("META-INF/application.xml", application("<module><java>desk.jar</java></module>")));
        Path adapter = ear(Map.of("own.rar", empty));
        byte[] ejb = zip(Map.of("META-INF/ejb-jar.xml", "<ejb-jar/>"));
        Path descriptors = ear(Map.of("a.jar", ejb, "b.jar", ejb));

        assertRefused(twoWebs, "2 web modules");
        assertRefused(client, "application client desk.jar");
        assertRefused(adapter, "resource adapter own.rar");
        assertRefused(descriptors, "ejb-jar.xml");
    }

    @Test
    void shouldSayWhichModuleIsMissing() throws IOException {
        Path ear = ear(Map.of("META-INF/application.xml", application("<module><ejb>gone.jar</ejb></module>")));

        assertRefused(ear, "gone.jar");
    }

    @Test
    void shouldWriteTheSameBytesForTheSameEar() throws IOException {
        Path ear = ear(Map.of("a.jar", zip(Map.of("A.class", "x")), "lib/b.jar", zip(Map.of("B.class", "x"))));

        UnfoldedEar first = EarUnfolder.withoutAdapters().unfold(ear, directory.resolve("first"));
        UnfoldedEar second = EarUnfolder.withoutAdapters().unfold(ear, directory.resolve("second"));

        assertThat(second.war()).hasSameBinaryContentAs(first.war());
    }

    private void assertRefused(Path ear, String reason) throws IOException {
        Path out = Files.createTempDirectory(directory, "refused");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EarUnfolder.withoutAdapters().unfold(ear, out))
                .withMessageContaining(reason);
    }

    private static String application(String... modules) {
        return "<application xmlns='https://jakarta.ee/xml/ns/jakartaee' version='10'>" + String.join("", modules)
                + "</application>";
    }

    private static String web(String uri, String root) {
        return "<module><web><web-uri>" + uri + "</web-uri><context-root>" + root + "</context-root></web></module>";
    }

    private Path ear(Map<String, ?> entries) throws IOException {
        Path ear = Files.createTempDirectory(directory, "ear").resolve("app.ear");
        return Files.write(ear, zip(entries));
    }

    private static byte[] zip(Map<String, ?> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, ?> entry : new LinkedHashMap<>(entries).entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(
                        entry.getValue() instanceof byte[] content
                                ? content
                                : entry.getValue().toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> names(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }
}
