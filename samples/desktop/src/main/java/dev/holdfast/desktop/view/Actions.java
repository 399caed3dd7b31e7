package dev.holdfast.desktop.view;

import dev.holdfast.desktop.feed.Demo;
import dev.holdfast.desktop.feed.Desk;
import dev.holdfast.desktop.feed.Feed;
import dev.holdfast.desktop.model.Endpoint;
import dev.holdfast.desktop.model.Field;
import dev.holdfast.samples.server.Cut;
import java.awt.Font;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.io.IOException;
import java.util.List;
import javax.swing.JOptionPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import org.jspecify.annotations.Nullable;

/** The implementation of the commands. */
final class Actions {
    private final MainWindow window;
    private final Desk desk;

    Actions(MainWindow window, Desk desk) {
        this.window = window;
        this.desk = desk;
    }

    // ---- connecting

    /** Connects to the URL in the address bar. Keeps the current topics if the URL has not changed. */
    void connect() {
        Endpoint asked = window.address().endpoint(List.of());
        if (asked.url().isEmpty()) {
            window.status().complain("Enter a URL that starts with https, http, wss or ws.");
            return;
        }
        Feed now = desk.feed();
        boolean same = now != null && now.endpoint().url().equals(asked.url());
        List<String> topics =
                same ? desk.model().rows().stream().map(r -> r.topic()).toList() : first(asked);
        open(window.address().endpoint(topics));
    }

    /** Returns the initial topics: a plain feed is available at its URL, other protocols require a topic. */
    private static List<String> first(Endpoint asked) {
        return asked.protocol() == Endpoint.Protocol.PLAIN ? List.of("") : List.of();
    }

    void open(Endpoint endpoint) {
        attempt(() -> {
            desk.connect(endpoint);
            window.opened(endpoint);
            if (endpoint.topics().isEmpty()) goToTopic();
        });
    }

    void demo(boolean sse) {
        attempt(() -> {
            desk.openDemo(sse);
            Feed feed = desk.feed();
            if (feed != null) window.opened(feed.endpoint());
        });
    }

    void lastFeed() {
        Endpoint last = window.remembered().endpoint();
        if (last == null) window.status().complain("There is no previous feed other than the demo.");
        else {
            window.address().show(last);
            open(window.address().endpoint(last.topics()));
        }
    }

    void disconnect() {
        desk.disconnect();
        window.status().tell("Disconnected. The messages stay visible.");
    }

    void headers() {
        window.address().askHeaders();
    }

    void goToAddress() {
        window.address().url().requestFocusInWindow();
        window.address().url().selectAll();
    }

    // ---- the feed

    void pause() {
        Feed feed = desk.feed();
        if (feed == null) return;
        if (feed.isPaused()) feed.resume();
        else feed.pause();
        window.pausedIs(feed.isPaused());
    }

    void reconnect() {
        Feed feed = desk.feed();
        if (feed != null) feed.reconnectNow();
        else connect();
    }

    void goToTopic() {
        window.topicField().requestFocusInWindow();
        window.topicField().selectAll();
    }

    void addTopic() {
        JTextField field = window.topicField();
        String topic = field.getText().strip();
        attempt(() -> {
            if (desk.feed() == null) window.status().complain("Connect first.");
            else if (desk.add(topic)) field.setText("");
            else window.status().complain("Already subscribed to this topic.");
        });
    }

    void removeTopic() {
        String topic = window.topics().selected();
        if (topic == null) window.status().complain("Select a topic in the table first.");
        else {
            desk.remove(topic);
            window.status().tell("Unsubscribed from " + (topic.isEmpty() ? "the feed" : topic) + ".");
        }
    }

    void copyDiagnostics() {
        Feed feed = desk.feed();
        if (feed == null) return;
        StringSelection text = new StringSelection(feed.diagnostics() + "\nevent thread " + window.latencies());
        Toolkit.getDefaultToolkit().getSystemClipboard().setContents(text, null);
        window.status().tell("Copied. The text contains no token, header or query.");
    }

    void chart(Field field) {
        boolean on = !desk.model().series().shown().contains(field);
        if (!desk.chart(field, on)) window.status().complain("The chart shows at most six fields: remove one first.");
    }

    // ---- the demo

    void cut(Cut kind, int refusals) {
        Demo demo = ownDemo();
        if (demo != null) demo.cut(kind, refusals);
    }

    void lose(int refusals) {
        Demo demo = ownDemo();
        if (demo != null) demo.lose(refusals);
    }

    private @Nullable Demo ownDemo() {
        if (desk.demo() == null) {
            window.status().complain("Only the demo server can break connections: use File, Demo over WebSocket.");
        }
        return desk.demo();
    }

    // ---- the window

    void export() {
        window.export();
    }

    void dark() {
        window.dark(!window.remembered().dark());
    }

    void zoom(int steps) {
        window.timeline().zoom(steps);
        window.status().tell("The timeline shows " + window.timeline().seconds() + " seconds.");
    }

    void find() {
        window.inspector().search().requestFocusInWindow();
        window.inspector().search().selectAll();
    }

    void findNext(int step) {
        window.inspector().next(step);
    }

    void clear() {
        desk.model().clear();
        window.inspector().reset();
    }

    void keys() {
        JTextArea text = new JTextArea(window.commands().keys());
        text.setFont(Theme.mono(12).deriveFont(Font.PLAIN));
        text.setEditable(false);
        text.setOpaque(false);
        text.getAccessibleContext().setAccessibleName("Keyboard shortcuts");
        JOptionPane.showMessageDialog(window.frame(), text, "Keyboard shortcuts", JOptionPane.PLAIN_MESSAGE);
    }

    void quit() {
        window.close();
    }

    /** An action that may throw. */
    private interface Attempt {
        void run() throws IOException;
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException | RuntimeException e) {
            String text = e.getMessage();
            window.status().complain(text == null ? e.toString() : text);
        }
    }
}
