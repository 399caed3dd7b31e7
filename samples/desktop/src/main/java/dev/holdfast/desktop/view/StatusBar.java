package dev.holdfast.desktop.view;

import dev.holdfast.ConnectionState;
import dev.holdfast.desktop.model.Band;
import dev.holdfast.desktop.model.Latencies;
import dev.holdfast.desktop.model.Model;
import java.awt.BorderLayout;
import java.util.Locale;
import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.JPanel;

/** The status bar: connection state, latest note and counters. */
final class StatusBar {
    private final Theme theme;
    private final JPanel panel = new JPanel(new BorderLayout(18, 0));
    private final JLabel state = new JLabel(" ");
    private final JLabel news = Plain.text(new JLabel(" "));
    private final JLabel counters = new JLabel(" ");
    private String own = "";
    private String heard = "";
    private boolean bad;

    StatusBar(Theme theme) {
        this.theme = theme;
        panel.setOpaque(false);
        panel.setBorder(BorderFactory.createEmptyBorder(2, 6, 4, 6));
        state.setFont(Theme.strong(12));
        state.getAccessibleContext().setAccessibleDescription("Connection state");
        panel.add(state, BorderLayout.WEST);
        panel.add(news, BorderLayout.CENTER);
        panel.add(counters, BorderLayout.EAST);
    }

    JPanel panel() {
        return panel;
    }

    /** Shows a note until there is a newer one. */
    void tell(String text) {
        own = Plain.line(text);
        bad = false;
        news.setText(own);
    }

    /** Clears the notes for a new feed. */
    void reset() {
        tell("");
        heard = "";
    }

    /** Shows an error message. */
    void complain(String text) {
        tell(text);
        bad = true;
    }

    String told() {
        return news.getText();
    }

    void frame(Model model, ConnectionState now, boolean paused, Latencies latencies) {
        state.setText("● " + (paused ? "PAUSED" : now.name()));
        state.setForeground(theme.palette().phase(phase(now, paused)));
        String newest = model.news();
        String latest = newest == null ? heard : Plain.line(newest);
        if (!latest.equals(heard)) {
            heard = latest;
            own = "";
            bad = false;
        }
        news.setForeground(
                bad
                        ? theme.palette().bad()
                        : own.isEmpty()
                                ? theme.palette().faint()
                                : theme.palette().text());
        if (own.isEmpty() && !heard.equals(news.getText())) news.setText(heard);
        String words = String.format(
                Locale.ROOT,
                "%,.0f msg/s    %,d received    %,d kept    %,d not shown    UI %.0f ms",
                model.perSecond(),
                model.messages(),
                model.history().size(),
                model.notKept(),
                latencies.recentMillis());
        if (!words.equals(counters.getText())) counters.setText(words);
    }

    private static Band.Phase phase(ConnectionState state, boolean paused) {
        if (paused) return Band.Phase.IDLE;
        return switch (state) {
            case IDLE -> Band.Phase.IDLE;
            case CONNECTING -> Band.Phase.CONNECTING;
            case CONNECTED -> Band.Phase.CONNECTED;
            case RECONNECTING -> Band.Phase.ATTEMPT;
            case CLOSED -> Band.Phase.CLOSED;
        };
    }
}
