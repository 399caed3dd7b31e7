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
 * Standard output and the meaning of a write error. The system's error message is localized, so the type of the output
 * decides: only a pipe or a socket fails because its reader closed it.
 */
public final class Output {
    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final OutputStream out;
    private final boolean read;
    private volatile @Nullable Failure unsaid;

    /**
     * Creates an output.
     *
     * @param out the stream, which must not buffer
     * @param read whether it is a pipe or a socket, whose reader may close it
     */
    public Output(OutputStream out, boolean read) {
        this.out = out;
        this.read = read;
    }

    /** Returns the standard output of this process. */
    static Output ofThisProcess() {
        return new Output(new FileOutputStream(FileDescriptor.out), isRead(1));
    }

    private static boolean isRead(int descriptor) {
        try {
            // The mode of the file that the descriptor refers to.
            int mode = (Integer) Files.getAttribute(Path.of("/dev/fd/" + descriptor), "unix:mode");
            return (mode & TYPE) == PIPE || (mode & TYPE) == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // a superfluous error message is better than silence about a full disk
        }
    }

    /**
     * Writes in a single call. The bytes have left this process when it returns.
     *
     * @throws Failure on a write error, without a message if the reader closed the output
     */
    void write(byte[] bytes, int from, int count) {
        try {
            out.write(bytes, from, count);
            out.flush();
        } catch (IOException e) {
            if (read) throw Failure.silent(ExitCode.BROKEN_PIPE);
            throw new Failure(ExitCode.INPUT_OUTPUT, "cannot write to standard output: " + e.getMessage());
        }
    }

    /** Returns a writer for callers that ignore write errors. {@link #unsaid()} returns the error later. */
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

    /** Returns the write error of {@link #writer()}, or null. */
    @Nullable
    Failure unsaid() {
        return unsaid;
    }
}
