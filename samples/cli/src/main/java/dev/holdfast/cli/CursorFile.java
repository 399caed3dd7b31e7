package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.holdfast.CursorStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cursor store of the command line: one file, replaced atomically at each save. A second process cannot open the
 * same file. A file in another format is left unchanged.
 */
final class CursorFile implements CursorStore, AutoCloseable {
    private static final String FORMAT = "holdfast-cursors";
    /** The limit on the file's size. A cursor takes a few dozen bytes. */
    private static final int MOST_BYTES = 16 << 20;

    private final Path file;
    private final FileChannel lock;
    private final @Nullable String since;
    private final Map<String, String> cursors = new TreeMap<>();
    private boolean unwritten;

    private CursorFile(Path file, FileChannel lock, @Nullable String since) {
        this.file = file;
        this.lock = lock;
        this.since = since;
    }

    /** Opens and locks the file. {@code since} is the cursor of keys that are not in the file. */
    static CursorFile open(Path given, @Nullable String since) {
        if (given.toString().isEmpty()) throw Failure.usage("--resume needs a file name");
        if (Files.isDirectory(given)) {
            throw new Failure(ExitCode.INPUT_OUTPUT, given + " is a directory: --resume needs a file");
        }
        try {
            // Resolve a symbolic link, so that its target is replaced and not the link.
            Path file = Files.exists(given) ? given.toRealPath() : given;
            read(file); // fails on a foreign file before a lock file is created next to it
            Path beside = sibling(file, ".lock");
            FileChannel lock = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (!locked(lock)) {
                    throw new Failure(
                            ExitCode.INPUT_OUTPUT,
                            "Another process is using " + file + ": give each process its own file");
                }
                CursorFile cursors = new CursorFile(file, lock, since);
                cursors.cursors.putAll(read(file));
                return cursors;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.INPUT_OUTPUT,
                    "The file " + given + " cannot be read and written (" + Connecting.name(e) + ")");
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // locked by this process
        }
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static Map<String, String> read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            return Map.of();
        }
        if (bytes.length > MOST_BYTES) throw foreign(file);
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            JsonElement kept = JsonParser.parseString(text).getAsJsonObject().get(FORMAT);
            if (kept == null) throw foreign(file);
            Map<String, String> cursors = new TreeMap<>();
            for (Map.Entry<String, JsonElement> entry : kept.getAsJsonObject().entrySet()) {
                cursors.put(entry.getKey(), entry.getValue().getAsString());
            }
            return cursors;
        } catch (CharacterCodingException
                | JsonParseException
                | IllegalStateException
                | UnsupportedOperationException e) {
            throw foreign(file);
        }
    }

    private static Failure foreign(Path file) {
        return new Failure(
                ExitCode.INPUT_OUTPUT,
                "The file " + file + " was not written by --resume: move it away, or name another file");
    }

    @Override
    public synchronized @Nullable String load(String key) {
        return cursors.getOrDefault(key, since);
    }

    @Override
    public synchronized void save(String key, @Nullable String cursor) throws IOException {
        if (cursor == null) cursors.remove(key);
        else cursors.put(key, cursor);
        write();
    }

    /** Retries a failed write. Returns whether the file contains the latest cursors. */
    synchronized boolean settle() {
        try {
            if (unwritten) write();
            return true;
        } catch (IOException e) {
            return false; // the first failure was reported
        }
    }

    private void write() throws IOException {
        unwritten = true;
        JsonObject all = new JsonObject();
        all.add(FORMAT, new Gson().toJsonTree(cursors));
        Path fresh = sibling(file, ".new");
        try (FileChannel channel = FileChannel.open(
                fresh,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.wrap((all + "\n").getBytes(UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true); // otherwise the rename could reach the disk before the contents
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        unwritten = false;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock is released when the process ends.
        }
    }
}
