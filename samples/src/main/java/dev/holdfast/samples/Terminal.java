package dev.holdfast.samples;

import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The view of the board. On a terminal it is redrawn in place ten times a second. In plain mode it prints a line per
 * event and a line of values once a second.
 */
final class Terminal implements Runnable {
    private static final int FRAME_MILLIS = 100;
    private static final int FRAMES_A_STATUS = 10;
    private static final int WIDTH = 110;
    private static final int NEWS = 10;

    // SGR parameters for terminal colours.
    private static final String PLAIN = "0";
    private static final String BOLD = "1";
    private static final String FAINT = "2";
    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";

    private final Board board;
    private final PrintStream out;
    private final boolean plain;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this, "demo-terminal");
    private int height;
    private long told;

    Terminal(Board board, PrintStream out, boolean plain) {
        this.board = board;
        this.out = out;
        this.plain = plain;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            for (int frame = 0; !stopped.await(FRAME_MILLIS, TimeUnit.MILLISECONDS); frame++) {
                if (!plain) draw();
                else print(frame % FRAMES_A_STATUS == 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows the final state and stops. */
    void stop() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (plain) print(false);
        else draw();
    }

    // ---- plain

    private void print(boolean status) {
        long now = board.told();
        board.news(told, Integer.MAX_VALUE).forEach(out::println);
        told = now;
        if (!status || board.lines().isEmpty()) return;
        List<String> values = new ArrayList<>();
        for (Board.Row row : board.rows()) values.add(row.topic() + " " + row.messages());
        out.println("           " + states() + "   " + String.join("   ", values));
    }

    private String states() {
        List<Board.Line> lines = board.lines();
        long connected = lines.stream()
                .filter(line -> line.state() == ConnectionState.CONNECTED)
                .count();
        return connected + " of " + lines.size() + " connected";
    }

    // ---- on a terminal

    private void draw() {
        StringBuilder text = new StringBuilder();
        if (height > 0) text.append("\u001b[").append(height).append('A');
        height = 0;
        line(text, BOLD, format("%-8s %9s  %-10s  %s", "topic", "messages", "continuity", "value"), "");
        for (Board.Row row : board.rows()) {
            Continuity continuity = row.continuity();
            String head = format("%-8s %9d  %-10s", row.topic(), row.messages(), continuity == null ? "" : continuity);
            line(text, continuity == Continuity.GAP ? RED : PLAIN, head, "  " + row.value());
        }
        line(text, PLAIN, "", "");
        for (Board.Line connection : board.lines()) connection(text, connection);
        long received = board.received();
        line(
                text,
                PLAIN,
                "reconnects " + board.reconnects() + "   gaps " + board.gaps() + "   received " + received,
                "");
        line(text, PLAIN, "", "");
        List<String> news = board.news(0, NEWS);
        for (int i = 0; i < NEWS; i++) line(text, FAINT, i < news.size() ? news.get(i) : "", "");
        text.append("\u001b[J");
        out.print(text);
        out.flush();
    }

    private void connection(StringBuilder text, Board.Line line) {
        double left = (line.retryNanos() - System.nanoTime()) / 1e9;
        boolean waiting = line.retryNanos() != 0 && left > 0;
        String then = "";
        if (waiting) then = format("attempt %d in %.1f s", line.attempt(), left);
        else if (line.state() == ConnectionState.RECONNECTING) then = "attempt " + line.attempt();
        String reason = line.reason().isEmpty() ? "" : "   last reason " + line.reason();
        String colour = line.state() == ConnectionState.CONNECTED ? GREEN : YELLOW;
        line(text, colour, format("%-10s %-12s", line.name(), line.state()), format(" %-18s%s", then, reason));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Adds a line whose first part is coloured. */
    private void line(StringBuilder text, String colour, String coloured, String rest) {
        String whole = coloured + rest;
        String cut = whole.length() <= WIDTH ? whole : whole.substring(0, WIDTH - 1) + "…";
        int end = Math.min(coloured.length(), cut.length());
        text.append("\r\u001b[").append(colour).append('m').append(cut, 0, end).append("\u001b[0m");
        text.append(cut, end, cut.length()).append("\u001b[K\n");
        height++;
    }
}
