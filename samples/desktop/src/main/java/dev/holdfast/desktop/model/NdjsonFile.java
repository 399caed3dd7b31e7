package dev.holdfast.desktop.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/** The NDJSON export. The file gets its name only when it is complete. */
public final class NdjsonFile {
    private static final int MOST_PARTS = 100;

    private NdjsonFile() {}

    /**
     * Writes all messages to a file with the suffix {@code .part}, forces it to disk and renames it. After a failure or
     * cancellation the previous file stays and the part is deleted.
     *
     * @param givenUp returns whether to cancel, called before each message
     * @return false if cancelled
     */
    public static boolean write(Path file, Iterable<Entry> entries, BooleanSupplier givenUp) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new IOException(target + " is not a regular file: choose another name");
        }
        Path part = part(target);
        boolean whole = false;
        try {
            whole = fill(part, entries, givenUp);
            if (whole) move(part, target);
        } finally {
            // No longer exists after the move.
            Files.deleteIfExists(part);
        }
        return whole;
    }

    /** Returns a part file that does not exist yet. Files of other programs are not touched. */
    private static Path part(Path target) throws IOException {
        for (int i = 1; i <= MOST_PARTS; i++) {
            Path part = target.resolveSibling(target.getFileName() + (i == 1 ? ".part" : "." + i + ".part"));
            if (!Files.exists(part)) return part;
        }
        throw new IOException("there are " + MOST_PARTS + " unfinished exports next to " + target + ": delete them");
    }

    private static boolean fill(Path part, Iterable<Entry> entries, BooleanSupplier givenUp) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Writer writer = new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), UTF_8))) {
            for (Entry entry : entries) {
                if (givenUp.getAsBoolean()) return false;
                writer.write(Ndjson.line(entry));
                writer.write('\n');
            }
            writer.flush();
            channel.force(true);
        }
        return true;
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Returns the reason of a failure, for the user. */
    public static String why(Path file, IOException e) {
        Path directory = file.toAbsolutePath().getParent();
        if (e instanceof NoSuchFileException) return "the directory " + directory + " does not exist.";
        if (e instanceof AccessDeniedException) return "no permission to write to " + directory + ".";
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return (reason == null ? e.toString() : reason) + ".";
    }
}
