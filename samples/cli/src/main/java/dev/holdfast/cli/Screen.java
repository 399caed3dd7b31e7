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
 * Standard output for what was asked for, standard error for everything said about it, and below both, on a terminal only,
 * one line of status. Safe for use by many threads.
 */
public final class Screen {
    /** How a diagnostic is meant. */
    public enum Tone {
        /** What goes as it should. */
        NOTE("2"),
        /** What somebody may have to know. */
        WARNING("33"),
        /** What ended it. */
        ERROR("31");

        private final String colour;

        Tone(String colour) {
            this.colour = colour;
        }
    }

    private static final long PATIENCE_MILLIS = 200;
    /** Of a diagnostic; whoever quotes a server may quote a megabyte. */
    private static final int LONGEST = 4000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Output out;
    private final PrintStream err;
    private final Terminals terminals;
    private final Secrets secrets = new Secrets();
    private volatile boolean quiet;
    private String status = "";

    /** Writes to these. */
    public Screen(Output out, PrintStream err, Terminals terminals) {
        this.out = out;
        this.err = err;
        this.terminals = terminals;
    }

    /** What no diagnostic shows. */
    public Secrets secrets() {
        return secrets;
    }

    /** Leaves the notes out from now on. */
    public void quiet() {
        quiet = true;
    }

    /** The terminals there are. */
    public Terminals terminals() {
        return terminals;
    }

    /**
     * Writes a line to standard output; it is out of this process when this returns.
     *
     * @throws Failure if it cannot be written
     */
    public void line(String line) {
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        lock.lock();
        try {
            erase();
            // In one piece: other programs may write to the same terminal or file.
            out.write(bytes, 0, bytes.length);
            draw();
        } finally {
            lock.unlock();
        }
    }

    /** Says why a command ends, if there is anything to say. */
    void tell(Failure failure) {
        if (!failure.sentence().isEmpty()) tell(Tone.ERROR, failure.sentence());
    }

    /** Says something on standard error, with secrets masked. */
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

    /** A reader of standard output that is slow, or waits for ever, keeps nothing from being said. */
    private boolean enter() {
        try {
            return lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Standard output for help and other text of our own. */
    PrintWriter outWriter() {
        return out.writer();
    }

    /** Why what went to that was not written; null if it was. */
    @Nullable
    Failure unsaid() {
        return out.unsaid();
    }

    /** Standard error likewise. */
    PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, UTF_8), true);
    }

    /** Shows a line below everything else where there is a terminal; empty for none. */
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

    /** Coloured where standard output is a terminal that shows it. */
    public String painted(String colour, String text) {
        return terminals.out() && terminals.colour() ? paint(colour, text) : text;
    }

    /** What a feed sends, for standard output: as it is, except that it cannot steer a terminal. */
    String shown(String text) {
        if (!terminals.out()) return text;
        return replaced(text, c -> steers(c) && c != '\n' && c != '\t', 0xfffd);
    }

    /** Control characters, and those that turn the direction of what follows them. */
    private static boolean steers(int c) {
        return Character.isISOControl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    private static String replaced(String text, IntPredicate what, int by) {
        StringBuilder s = new StringBuilder(text.length());
        text.codePoints().forEach(c -> s.appendCodePoint(what.test(c) ? by : c));
        return s.toString();
    }

    /** What a server sends must not steer the terminal when we quote it; the feed's own lines are left as they are. */
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
