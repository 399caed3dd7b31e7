package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, and what it means when it cannot be written. The system says why in words of its own language, so it goes
 * by what the output is: a pipe or a socket fails when its reader has gone, and nothing else does.
 */
public final class Output {
    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final OutputStream out;
    private final boolean read;
    private volatile @Nullable Failure unsaid;

    /**
     * An output.
     *
     * @param out must not keep bytes back
     * @param read whether it leads to somebody who may go away
     */
    public Output(OutputStream out, boolean read) {
        this.out = out;
        this.read = read;
    }

    /** That of this process. */
    static Output ofThisProcess() {
        return new Output(new FileOutputStream(FileDescriptor.out), isRead(1));
    }

    private static boolean isRead(int descriptor) {
        try {
            // The mode is that of what the descriptor is open on.
            int mode = (Integer) Files.getAttribute(Path.of("/dev/fd/" + descriptor), "unix:mode");
            return (mode & TYPE) == PIPE || (mode & TYPE) == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // better one sentence too many than silence about a full disk
        }
    }

    /**
     * Writes in one piece; it is out of this process when this returns.
     *
     * @throws Failure if it cannot be written, without a sentence if nobody reads it any more
     */
    void write(byte[] bytes, int from, int count) {
        try {
            out.write(bytes, from, count);
            out.flush();
        } catch (IOException e) {
            if (read) throw Failure.silent(ExitCode.BROKEN_PIPE);
            throw new Failure(ExitCode.INPUT_OUTPUT, "standard output cannot be written: " + e.getMessage());
        }
    }

    /** For those who take no notice of what becomes of it: {@link #unsaid()} keeps it for the end. */
    PrintWriter writer() {
        OutputStream stream = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                try {
                    Output.this.write(bytes, from, count);
                } catch (Failure e) {
                    unsaid = e;
                    throw new IOException(e);
                }
            }
        };
        return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
    }

    /** Why what went to {@link #writer()} was not written; null if it was. */
    @Nullable
    Failure unsaid() {
        return unsaid;
    }
}
