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

/** Writes messages as NDJSON into a file that has its name only when it is whole. */
public final class NdjsonFile {
    private static final int MOST_PARTS = 100;

    private NdjsonFile() {}

    /**
     * Writes them all under another name, {@code .part} behind it, which is on the disk before it becomes the file's.
     * Where it fails or is given up, what there was before stays, and the part is gone.
     *
     * @param givenUp is asked before each message
     * @return false where it was given up
     */
    public static boolean write(Path file, Iterable<Entry> entries, BooleanSupplier givenUp) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new IOException(target + " is no file that can be replaced: give another name");
        }
        Path part = part(target);
        boolean whole = false;
        try {
            whole = fill(part, entries, givenUp);
            if (whole) move(part, target);
        } finally {
            // Gone already where it was moved.
            Files.deleteIfExists(part);
        }
        return whole;
    }

    /** One that is not there: what another program left, or still writes, is not touched. */
    private static Path part(Path target) throws IOException {
        for (int i = 1; i <= MOST_PARTS; i++) {
            Path part = target.resolveSibling(target.getFileName() + (i == 1 ? ".part" : "." + i + ".part"));
            if (!Files.exists(part)) return part;
        }
        throw new IOException("there are " + MOST_PARTS + " unfinished exports beside " + target + ": remove them");
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

    /** Why it failed, for people. */
    public static String why(Path file, IOException e) {
        Path directory = file.toAbsolutePath().getParent();
        if (e instanceof NoSuchFileException) return "there is no directory " + directory + ".";
        if (e instanceof AccessDeniedException) return "this program may not write into " + directory + ".";
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return (reason == null ? e.toString() : reason) + ".";
    }
}
