package io.ternmq.security.users;

import io.ternmq.security.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Makes the first administrator where there is no user: no password is shipped, a random one is written to a file that only its owner
 * can read. The file is there before the user is, so that an end in between leaves no user whose password nobody has.
 */
public final class FirstAdmin {

    /** The name of the first administrator. */
    public static final String NAME = "admin";

    /** The file in the data directory: the password, in one line. */
    public static final String FILE = "admin-password";

    private static final String ALPHABET =
            "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"; // none that look alike
    private static final int LENGTH = 24; // some 139 bits

    private final StoreAuthenticator users;
    private final Path data;

    /**
     * @param users loaded
     * @param data the data directory; made if it is not there
     */
    public FirstAdmin(StoreAuthenticator users, Path data) {
        this.users = users;
        this.data = data;
    }

    /**
     * Makes the administrator if there is no user.
     *
     * @return the file with the password if one was made, else null
     * @throws IOException with one line if the file cannot be written
     * @throws io.ternmq.store.StoreException if the user cannot be kept
     */
    public Path makeIfNeeded() throws IOException {
        if (!users.isEmpty()) {
            return null;
        }
        String password = randomPassword();
        Path file = data.resolve(FILE);
        try {
            write(file, password);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + " (" + e + "); make the data directory writable", e);
        }
        try {
            users.put(NAME, password.toCharArray(), Set.of(Identity.ADMIN)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return file;
    }

    private static String randomPassword() {
        StringBuilder password = new StringBuilder(LENGTH);
        new SecureRandom().ints(LENGTH, 0, ALPHABET.length()).forEach(i -> password.append(ALPHABET.charAt(i)));
        return password.toString();
    }

    private void write(Path file, String password) throws IOException {
        Files.createDirectories(data);
        Path temporary =
                Files.createTempFile(data, FILE, ".new", ownerOnly()); // a name that nobody can have put there before
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer line = StandardCharsets.US_ASCII.encode(password + "\n");
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Where there are no modes of files, the folder's access list has to do. */
    private FileAttribute<?>[] ownerOnly() {
        return data.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
