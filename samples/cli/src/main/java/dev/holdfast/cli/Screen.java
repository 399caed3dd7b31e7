package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The terminal: results go to standard output, diagnostics to standard error, and a terminal also shows one status line
 * below both. Thread-safe.
 */
public final class Screen {
    /** The severity of a diagnostic. */
    public enum Tone {
        /** Normal operation. */
        NOTE("2"),
        /** Something the user may have to know, such as a gap. */
        WARNING("33"),
        /** The reason that ended the command. */
        ERROR("31");

        private final String colour;

        Tone(String colour) {
            this.colour = colour;
        }
    }

    private static final long PATIENCE_MILLIS = 200;
    /** The limit on a diagnostic, in characters. A quoted server message may be a megabyte. */
    private static final int LONGEST = 4000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Output out;
    private final PrintStream err;
    private final Terminals terminals;
    private final Secrets secrets = new Secrets();
    private volatile boolean quiet;
    private String status = "";

    /** Creates a screen on these outputs. */
    public Screen(Output out, PrintStream err, Terminals terminals) {
        this.out = out;
        this.err = err;
        this.terminals = terminals;
    }

    /** Returns the secrets that diagnostics mask. */
    public Secrets secrets() {
        return secrets;
    }

    /** Suppresses notes from now on. */
    public void quiet() {
        quiet = true;
    }

    /** Returns which outputs are terminals. */
    public Terminals terminals() {
        return terminals;
    }

    /**
     * Writes a line to standard output. It has left this process when the method returns.
     *
     * @throws Failure on a write error
     */
    public void line(String line) {
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        lock.lock();
        try {
            erase();
            // In a single call: other programs may write to the same terminal or file.
            out.write(bytes, 0, bytes.length);
            draw();
        } finally {
            lock.unlock();
        }
    }

    /** Prints the message of a failure, if it has one. */
    void tell(Failure failure) {
        if (!failure.sentence().isEmpty()) tell(Tone.ERROR, failure.sentence());
    }

    /** Prints a diagnostic to standard error, with secrets masked. */
    public void tell(Tone tone, String text) {
        if (quiet && tone == Tone.NOTE) return;
        String line = "holdfast: " + printable(secrets.mask(text));
        boolean alone = enter();
        try {
            if (alone) erase();
            err.println(terminals.err() && terminals.colour() ? paint(tone.colour, line) : line);
            if (alone) draw();
            err.flush();
        } finally {
            if (alone) lock.unlock();
        }
    }

    /** Waits briefly for the lock. A blocked standard output must not block diagnostics. */
    private boolean enter() {
        try {
            return lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns a writer to standard output for help and similar text. */
    PrintWriter outWriter() {
        return out.writer();
    }

    /** Returns the write error of {@link #outWriter()}, or null. */
    @Nullable
    Failure unsaid() {
        return out.unsaid();
    }

    /** Returns a writer to standard error. */
    PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, UTF_8), true);
    }

    /** Shows the status line if both outputs are a terminal. An empty text removes it. */
    void status(String text) {
        if (!terminals.out() || !terminals.err()) return;
        String line = printable(secrets.mask(text));
        int most = terminals.columns() - 1;
        if (!enter()) return;
        try {
            erase();
            status = line.length() <= most ? line : line.substring(0, most - 1) + "…";
            draw();
            err.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the text in a colour if standard output is a colour terminal. */
    public String painted(String colour, String text) {
        return terminals.out() && terminals.colour() ? paint(colour, text) : text;
    }

    /** Returns feed text for standard output: unchanged, except that a terminal gets no control characters. */
    String shown(String text) {
        if (!terminals.out()) return text;
        return replaced(text, c -> steers(c) && c != '\n' && c != '\t', 0xfffd);
    }

    /** Returns whether a character is a control character or changes the text direction. */
    private static boolean steers(int c) {
        return Character.isISOControl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    private static String replaced(String text, IntPredicate what, int by) {
        StringBuilder s = new StringBuilder(text.length());
        text.codePoints().forEach(c -> s.appendCodePoint(what.test(c) ? by : c));
        return s.toString();
    }

    /** Returns quoted server text without terminal control characters, shortened. Output lines are not changed. */
    static String printable(String text) {
        String some = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return replaced(some, Screen::steers, ' ');
    }

    private static String paint(String colour, String text) {
        return "\u001b[" + colour + "m" + text + "\u001b[0m";
    }

    private void erase() {
        if (status.isEmpty()) return;
        err.print("\r\u001b[K");
        err.flush();
    }

    private void draw() {
        if (status.isEmpty()) return;
        err.print(terminals.colour() ? paint("7", status) : status);
        err.flush();
    }
}
