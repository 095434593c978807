package io.ternmq.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes {@code tern.jar} in the build: Payara Micro as it is, this module and its libraries beside it, and the EAR inside.
 * {@link Main} takes the place of the server's own main class; the packages that the server opens stay open.
 */
public final class RunnableJar {
    /** Where the EAR lies inside. */
    static final String EAR = "TERN-INF/tern.ear";

    private RunnableJar() {}

    /**
     * Called by the build.
     *
     * @param args the jar to make, the EAR, Payara Micro, and the jars to merge
     */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        Path ear = Path.of(args[1]);
        Path server = Path.of(args[2]);
        List<Path> merged =
                List.of(args).subList(3, args.length).stream().map(Path::of).toList();
        Files.createDirectories(target.getParent());
        try (ArchiveWriter out = new ArchiveWriter(target)) {
            out.add(JarFile.MANIFEST_NAME, manifest(server));
            for (Path jar : merged) {
                merge(jar, out);
            }
            merge(server, out);
            out.add(EAR, Files.readAllBytes(ear));
        }
    }

    private static byte[] manifest(Path server) throws IOException {
        try (JarFile jar = new JarFile(server.toFile())) {
            Manifest manifest = jar.getManifest();
            Attributes attributes = manifest.getMainAttributes();
            attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
            // SQLite's driver and Netty load native code, which newer JDKs warn of.
            attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            manifest.write(bytes);
            return bytes.toByteArray();
        }
    }

    private static void merge(Path jar, ArchiveWriter out) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream().filter(RunnableJar::isWanted).forEach(entry -> {
                try (InputStream in = zip.getInputStream(entry)) {
                    out.add(entry.getName(), in);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** Folders stay, as the server unpacks by them. Module descriptors and build notes of the merged jars would speak for the whole. */
    private static boolean isWanted(ZipEntry entry) {
        String name = entry.getName();
        return !name.endsWith("module-info.class") && !name.startsWith("META-INF/maven/");
    }
}
