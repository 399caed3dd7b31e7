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
 * The positions of one command line in one file, which is replaced in one step at each save. A second process that wants
 * the same file is refused, and a file that is something else is left alone.
 */
final class CursorFile implements CursorStore, AutoCloseable {
    private static final String FORMAT = "holdfast-cursors";
    /** A position is a few dozen bytes. */
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

    /** Opens it, for this process alone. {@code since} is where to begin what it knows nothing of. */
    static CursorFile open(Path given, @Nullable String since) {
        if (given.toString().isEmpty()) throw Failure.usage("--resume names no file");
        if (Files.isDirectory(given)) {
            throw new Failure(ExitCode.INPUT_OUTPUT, given + " is a directory: have --resume name a file in it");
        }
        try {
            // Where it is a link, what it leads to is replaced and not the link.
            Path file = Files.exists(given) ? given.toRealPath() : given;
            read(file); // beside what is something else no lock is left
            Path beside = sibling(file, ".lock");
            FileChannel lock = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (!locked(lock)) {
                    throw new Failure(
                            ExitCode.INPUT_OUTPUT,
                            "Another process resumes from " + file + ": give each one a file of its own");
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
            return false; // by this very process
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
                "The file " + file + " is not one that --resume wrote: move it away, or name another one");
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

    /** Tries again what could not be written; answers whether the file holds the last of what it was given. */
    synchronized boolean settle() {
        try {
            if (unwritten) write();
            return true;
        } catch (IOException e) {
            return false; // it was told when it was tried first
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
            channel.force(true); // or the new name could be on the disk before what it names
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        unwritten = false;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock goes with the process.
        }
    }
}
