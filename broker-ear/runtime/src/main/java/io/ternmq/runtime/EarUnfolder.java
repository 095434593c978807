package io.ternmq.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Turns an EAR into what Payara Micro takes: the adapters, and one WAR that holds the web module, and in
 * {@code WEB-INF/lib} the EJB jars and the libraries. A library that one of the EAR's adapters carries is left out, as an
 * adapter's classes are parents of every application's: two copies would be two classes of one name.
 *
 * <p>What one WAR cannot say is refused by name rather than half done: several web modules, application clients, several
 * {@code ejb-jar.xml}, and, in an application of a user's, an adapter, which would be everybody's instead of its own.
 */
public final class EarUnfolder {
    private static final String EJB_DESCRIPTOR = "META-INF/ejb-jar.xml";
    private static final String WEB_EJB_DESCRIPTOR = "WEB-INF/ejb-jar.xml";

    private final boolean adaptersAllowed;

    private EarUnfolder(boolean adaptersAllowed) {
        this.adaptersAllowed = adaptersAllowed;
    }

    /** For an EAR whose adapters are meant for the whole server, as the broker's are. */
    public static EarUnfolder withAdapters() {
        return new EarUnfolder(true);
    }

    /** For an application of a user's. */
    public static EarUnfolder withoutAdapters() {
        return new EarUnfolder(false);
    }

    /**
     * Unfolds an EAR into files below a directory.
     *
     * @throws IOException if a file cannot be read or written
     * @throws IllegalArgumentException if the EAR holds what a WAR cannot; the message names it
     */
    public UnfoldedEar unfold(Path ear, Path directory) throws IOException {
        String name = withoutEnding(ear.getFileName().toString());
        try (ZipFile zip = new ZipFile(ear.toFile())) {
            EarModules modules = EarModules.of(zip);
            refuseWhatAWarCannotHold(ear, modules);
            Files.createDirectories(directory);
            List<Path> adapters = copyAdapters(zip, modules, directory);
            Path war = directory.resolve(name + ".war");
            try (ArchiveWriter out = new ArchiveWriter(war)) {
                writeWar(zip, modules, ownedBy(adapters), out);
            }
            return new UnfoldedEar(name, adapters, war, contextRoot(modules, name));
        }
    }

    private void refuseWhatAWarCannotHold(Path ear, EarModules modules) {
        if (modules.webs().size() > 1) {
            throw refusal(
                    ear,
                    "has " + modules.webs().size() + " web modules (" + String.join(", ", modules.webs())
                            + "); one or none can be deployed here");
        }
        if (!modules.clients().isEmpty()) {
            throw refusal(
                    ear,
                    "has the application client " + modules.clients().get(0)
                            + ", which has no place in a server without clients' containers");
        }
        if (!adaptersAllowed && !modules.connectors().isEmpty()) {
            throw refusal(
                    ear,
                    "has the resource adapter " + modules.connectors().get(0)
                            + " for itself alone; deploy the adapter by its own --deploy before the application");
        }
    }

    private static IllegalArgumentException refusal(Path ear, String reason) {
        return new IllegalArgumentException(ear.getFileName() + " " + reason);
    }

    private static List<Path> copyAdapters(ZipFile ear, EarModules modules, Path directory) throws IOException {
        List<Path> adapters = new ArrayList<>();
        for (String connector : modules.connectors()) {
            Path adapter = directory.resolve(lastName(connector));
            try (InputStream in = read(ear, connector)) {
                Files.copy(in, adapter);
            }
            adapters.add(adapter);
        }
        return adapters;
    }

    private static void writeWar(ZipFile ear, EarModules modules, Set<String> owned, ArchiveWriter out)
            throws IOException {
        for (String web : modules.webs()) {
            try (ZipInputStream in = new ZipInputStream(read(ear, web))) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    if (!entry.isDirectory() && !isOwned(entry.getName(), owned)) {
                        out.add(entry.getName(), in);
                    }
                }
            }
        }
        for (String ejb : modules.ejbs()) {
            byte[] jar = bytes(ear, ejb);
            moveDescriptor(ejb, jar, out);
            out.add("WEB-INF/lib/" + lastName(ejb), jar);
        }
        for (String library : libraries(ear, modules)) {
            if (!owned.contains(artifact(library))) {
                out.add("WEB-INF/lib/" + lastName(library), bytes(ear, library));
            }
        }
    }

    /** In a WAR there is one {@code ejb-jar.xml}, and the container looks for it in WEB-INF only. */
    private static void moveDescriptor(String ejb, byte[] jar, ArchiveWriter out) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(EJB_DESCRIPTOR)) {
                    if (out.has(WEB_EJB_DESCRIPTOR)) {
                        throw new IllegalArgumentException(
                                ejb + " has an ejb-jar.xml, and so has another module; a WAR can hold one");
                    }
                    out.add(WEB_EJB_DESCRIPTOR, in);
                }
            }
        }
    }

    private static List<String> libraries(ZipFile ear, EarModules modules) {
        String directory = modules.libraryDirectory();
        if (directory == null) {
            return List.of();
        }
        return ear.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(directory) && name.endsWith(".jar"))
                .sorted()
                .toList();
    }

    /** The libraries inside adapters, by artifact. */
    private static Set<String> ownedBy(List<Path> adapters) throws IOException {
        Set<String> owned = new HashSet<>();
        for (Path adapter : adapters) {
            try (ZipFile zip = new ZipFile(adapter.toFile())) {
                owned.addAll(zip.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith(".jar"))
                        .map(EarUnfolder::artifact)
                        .collect(Collectors.toSet()));
            }
        }
        return owned;
    }

    private static boolean isOwned(String entry, Set<String> owned) {
        return entry.startsWith("WEB-INF/lib/") && entry.endsWith(".jar") && owned.contains(artifact(entry));
    }

    /** {@code lib/netty-common-4.2.18.Final.jar} is {@code netty-common}: archives name jars with or without the version. */
    private static String artifact(String path) {
        return withoutEnding(lastName(path)).replaceFirst("-\\d.*$", "");
    }

    private static String contextRoot(EarModules modules, String name) {
        if (modules.contextRoot() != null) {
            return modules.contextRoot();
        }
        return modules.webs().isEmpty()
                ? name
                : withoutEnding(lastName(modules.webs().get(0)));
    }

    private static InputStream read(ZipFile ear, String name) throws IOException {
        ZipEntry entry = ear.getEntry(name);
        if (entry == null) {
            throw new IllegalArgumentException("application.xml names " + name + ", which is not in the EAR");
        }
        return ear.getInputStream(entry);
    }

    private static byte[] bytes(ZipFile ear, String name) throws IOException {
        try (InputStream in = read(ear, name)) {
            return in.readAllBytes();
        }
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String withoutEnding(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
