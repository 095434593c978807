package io.ternmq.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * An archive of a user's, ready to be deployed beside the broker: an EAR is unfolded, which is done before the server
 * starts, so that one that cannot be is refused at once.
 *
 * @param given the file that the user named
 * @param ear the same unfolded; null for a WAR or an adapter
 */
record Deployment(Path given, UnfoldedEar ear) {

    static Deployment prepare(Path given, Path directory) throws IOException {
        String name = given.getFileName().toString();
        if (!name.toLowerCase(Locale.ROOT).endsWith(".ear")) {
            return new Deployment(given, null);
        }
        try {
            return new Deployment(given, EarUnfolder.withoutAdapters().unfold(given, directory.resolve(name)));
        } catch (IllegalArgumentException e) {
            throw StartException.failed("--deploy " + e.getMessage(), e);
        }
    }

    void deployOn(PayaraServer server) {
        boolean deployed = ear == null ? server.deploy(given) : server.deploy(ear.name(), ear.contextRoot(), ear.war());
        if (!deployed) {
            throw StartException.failed("--deploy " + given + " was not deployed; the lines above say why");
        }
    }
}
