package io.ternmq.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.systemtests.user.Greeter;
import io.ternmq.systemtests.user.GreetingServlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications of a user's beside the broker, by {@code --deploy}. */
class DeploymentIT {
    @TempDir
    private Path directory;

    @Test
    void shouldDeployAWarAndAnEarBesideTheBroker() throws Exception {
        String war = export(web("plain.war").addClass(Greeter.class), "plain.war");
        JavaArchive ejb = ShrinkWrap.create(JavaArchive.class, "greeter.jar").addClass(Greeter.class);
        EnterpriseArchive application = ShrinkWrap.create(EnterpriseArchive.class, "shop.ear")
                .addAsModule(ejb)
                .addAsModule(web("web.war"))
                .setApplicationXML(
                        new StringAsset("<application xmlns='https://jakarta.ee/xml/ns/jakartaee' version='10'>"
                                + "<module><ejb>greeter.jar</ejb></module><module><web><web-uri>web.war</web-uri>"
                                + "<context-root>/shop</context-root></web></module></application>"));
        String ear = export(application, "shop.ear");

        try (TernProcess tern = TernProcess.serving(
                directory, directory.resolve("data"), "--anonymous", "--deploy", war, "--deploy", ear)) {
            assertThat(get(tern.http() + "/plain/greeting")).isEqualTo("hello /plain");
            assertThat(get(tern.http() + "/shop/greeting")).isEqualTo("hello /shop");
        }
    }

    @Test
    void shouldSayWhyAnEarCannotBeDeployed() throws Exception {
        EnterpriseArchive application = ShrinkWrap.create(EnterpriseArchive.class, "two.ear")
                .addAsModule(web("a.war"))
                .addAsModule(web("b.war"));
        String ear = export(application, "two.ear");

        try (TernProcess tern = TernProcess.start(
                directory,
                Map.of(),
                "--data",
                directory.resolve("data").toString(),
                "--port",
                "0",
                "--http-port",
                "0",
                "--deploy",
                ear)) {
            assertThat(tern.awaitEnd()).isEqualTo(1);
            assertThat(tern.err()).contains("two.ear has 2 web modules (a.war, b.war)");
            assertThat(tern.out()).isEmpty();
        }
    }

    private static WebArchive web(String name) {
        return ShrinkWrap.create(WebArchive.class, name).addClass(GreetingServlet.class);
    }

    private String export(Archive<?> archive, String name) {
        Path file = directory.resolve(name);
        archive.as(ZipExporter.class).exportTo(file.toFile());
        return file.toString();
    }

    private static String get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
