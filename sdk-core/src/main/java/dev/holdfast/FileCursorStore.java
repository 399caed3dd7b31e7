package dev.holdfast;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The store of {@link CursorStore#inDirectory}. A file has four lines: the format, the key, the cursor, and a digest of
 * both.
 */
final class FileCursorStore implements CursorStore {
    private static final String NEW = ".new";
    private static final String FORMAT = "holdfast-cursor 1";
    /** Far above the size of any key and cursor. A larger file was not written by this class. */
    private static final long MAX_FILE_BYTES = 1 << 20;

    /** The age at which a new file was left by a killed process. */
    private static final long LEFT_MILLIS = 60_000;

    private final Path directory;
    private final AtomicBoolean swept = new AtomicBoolean();

    FileCursorStore(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    @Override
    public @Nullable String load(String key) throws IOException {
        Path file = file(key);
        byte[] bytes;
        try {
            if (Files.size(file) > MAX_FILE_BYTES) throw setAside(file, "is too large");
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        boolean format = lines.length == 5 && lines[0].equals(FORMAT) && lines[4].isEmpty();
        if (!format || !lines[3].equals(digest(lines[1] + "\n" + lines[2]))) {
            throw setAside(file, "is truncated, changed or of another format");
        }
        if (!lines[1].equals(escape(key))) throw setAside(file, "belongs to another key");
        return unescape(lines[2]);
    }

    @Override
    public void save(String key, @Nullable String cursor) throws IOException {
        Path file = file(key);
        if (cursor == null) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(directory);
        String content = escape(key) + "\n" + escape(cursor);
        byte[] bytes = (FORMAT + "\n" + content + "\n" + digest(content) + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_FILE_BYTES) throw new IOException("A cursor this long cannot be stored in a file");
        // CREATE_NEW follows no symbolic link, and the name is not shared with another save of the same key.
        Path fresh = directory.resolve(file.getFileName() + "." + UUID.randomUUID() + NEW);
        try {
            // Otherwise the rename could reach the disk before the content.
            force(fresh, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (swept.compareAndSet(false, true)) sweep(modifiedMillis(fresh));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh); // only after a failure
        }
        try {
            force(directory, new byte[0], StandardOpenOption.READ);
        } catch (IOException ignored) {
            // Windows does not support this. The rename may be lost in a power failure; then the file holds the
            // previous cursor.
        }
    }

    /** Writes bytes to a file and forces it to the disk; without bytes, forces the names in a directory. */
    private static void force(Path path, byte[] bytes, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(path, options);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(true);
        } finally {
            channel.close();
        }
    }

    /** Deletes new files that killed processes left. */
    private void sweep(long nowMillis) {
        try {
            DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.cursor*" + NEW);
            try {
                for (Path left : files) if (nowMillis - modifiedMillis(left) > LEFT_MILLIS) Files.deleteIfExists(left);
            } finally {
                files.close();
            }
        } catch (IOException | RuntimeException ignored) {
            // Another save may have renamed its file since. The next process sweeps again.
        }
    }

    private static long modifiedMillis(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
    }

    private IOException setAside(Path file, String problem) throws IOException {
        Path aside = directory.resolve(file.getFileName() + ".broken");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        return new IOException("The cursor file " + file + " " + problem + ": it was renamed to " + aside.getFileName()
                + " and the subscription starts without a cursor");
    }

    /**
     * Returns the file of a key. Its name is a hash, since a key may be longer than a file name and contain other
     * characters.
     */
    private Path file(String key) throws IOException {
        return directory.resolve(digest(key).substring(0, 40) + ".cursor");
    }

    /** Returns the digest. Refuses half of a surrogate pair, which would be read back as a question mark. */
    private static String digest(String text) throws IOException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IOException("Half of a surrogate pair cannot be stored in a file");
        }
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
        return String.format("%064x", new BigInteger(1, hash));
    }

    /** Escapes a text so that it fits on one line. */
    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescape(String line) {
        // Each part lies between two escaped backslashes, so that a backslash in it belongs to a line feed.
        String[] parts = line.split("\\\\\\\\", -1);
        for (int i = 0; i < parts.length; i++) parts[i] = parts[i].replace("\\n", "\n");
        return String.join("\\", parts);
    }
}
