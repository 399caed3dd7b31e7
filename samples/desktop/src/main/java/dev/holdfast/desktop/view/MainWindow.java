package dev.holdfast.desktop.view;

import dev.holdfast.desktop.feed.Desk;
import dev.holdfast.desktop.feed.Feed;
import dev.holdfast.desktop.model.Endpoint;
import dev.holdfast.desktop.model.Latencies;
import dev.holdfast.desktop.model.Model;
import dev.holdfast.desktop.model.Remembered;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.IOException;
import javax.swing.JFrame;
import javax.swing.JSplitPane;
import javax.swing.JTextField;
import javax.swing.Timer;
import javax.swing.WindowConstants;

/** The main window. */
public final class MainWindow {
    /** Twenty frames a second: smooth to the eye, and a bounded load on the event thread. */
    private static final int FRAME_MILLIS = 50;
    /** Chart lines move only about a pixel in this time. */
    private static final int FRAMES_BETWEEN_CHARTS = 4;
    /** Sufficient for a countdown in tenths of a second. */
    private static final int FRAMES_BETWEEN_TIMELINES = 2;
    /** Sufficient for numbers, which must be readable. */
    private static final int FRAMES_BETWEEN_NUMBERS = 3;

    /** The number of visible lanes. The others are reached by scrolling. */
    private static final int MOST_LANES = 4;

    private static final int TIMELINE_HEAD = 48;
    private static final int FRAMES_BEFORE_PROBES = 40;

    private static final Dimension SIZE = new Dimension(1280, 800);

    private final JFrame frame;
    private final Theme theme;
    private final Desk desk;
    private final Remembered remembered;
    private final Runnable closed;
    private final JSplitPane lower;
    private final AddressBar address;
    private final TopicTable topics;
    private final JTextField topicField;
    private final ChartPane chart;
    private final TimelineView timeline;
    private final Inspector inspector;
    private final StatusBar status;
    private final Commands commands;
    private final Actions actions;
    private final Export export;
    private final Closing closing;
    private final Workers workers;
    private final EdtProbe probe = new EdtProbe();
    private final Timer timer = new Timer(FRAME_MILLIS, event -> frameNow());
    private Model shown;
    private long frames;

    /**
     * Creates the window without showing it or connecting.
     *
     * @param closed runs after the window and its resources are closed
     */
    public MainWindow(Desk desk, Remembered remembered, Runnable closed) {
        this(desk, remembered, new Workers(), closed);
    }

    MainWindow(Desk desk, Remembered remembered, Workers workers, Runnable closed) {
        this.desk = desk;
        this.workers = workers;
        this.remembered = remembered;
        this.closed = closed;
        theme = new Theme();
        theme.set(remembered.dark());
        shown = desk.model();
        frame = new JFrame("Holdfast");
        topicField = new JTextField(12);
        actions = new Actions(this, desk);
        commands = new Commands(actions);
        address = new AddressBar(commands.connect, commands.headers);
        topics = new TopicTable(theme);
        chart = new ChartPane(theme, workers.painter(), actions::chart);
        timeline = new TimelineView(theme);
        inspector = new Inspector(theme, workers.reader());
        status = new StatusBar(theme);
        export = new Export(workers.writer(), status);
        closing = new Closing(export, () -> Closing.ask(frame), this::closeNow);
        if (remembered.dark()) commands.dark.rename("Light");
        Card time = new Card(theme, "Timeline", Layout.scroll(timeline), new Legend(theme).panel());
        Card messages = new Card(
                theme, "Messages", inspector.split(), inspector.search(), inspector.position(), inspector.follow());
        lower = Layout.split(JSplitPane.VERTICAL_SPLIT, time, messages, 0.1);
        build();
    }

    /** Prepares the theme. Call it once, before any other use of AWT. */
    public static void prepare() {
        Theme.prepare();
    }

    private void build() {
        Card subscriptions = Layout.subscriptions(theme, topics.table(), topicField, commands.add);
        Card fields = new Card(theme, "Chart", chart.panel());
        JSplitPane upper = Layout.split(JSplitPane.HORIZONTAL_SPLIT, subscriptions, fields, 0.55);
        JSplitPane content = Layout.split(JSplitPane.VERTICAL_SPLIT, upper, lower, 0.45);
        upper.setDividerLocation(680);
        content.setDividerLocation(236);
        frame.setContentPane(Layout.all(Layout.top(address, commands), content, status.panel()));
        frame.setJMenuBar(commands.bar());
        frame.setMinimumSize(new Dimension(860, 560));
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent event) {
                close();
            }
        });
        placeIt();
    }

    /** Restores the last window position if it is still on a screen. */
    private void placeIt() {
        frame.setSize(SIZE);
        Remembered.Place place = remembered.place();
        if (place == null) {
            frame.setLocationRelativeTo(null);
            return;
        }
        Rectangle wanted = new Rectangle(place.x(), place.y(), place.width(), place.height());
        for (var screen : GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices()) {
            Rectangle common = screen.getDefaultConfiguration().getBounds().intersection(wanted);
            if (common.width >= 200 && common.height >= 200) {
                frame.setBounds(wanted);
                return;
            }
        }
        frame.setLocationRelativeTo(null);
    }

    /** Shows the window and starts drawing. */
    public void show() {
        frame.setVisible(true);
        timer.start();
        address.url().requestFocusInWindow();
    }

    /** Opens the demo. */
    public void openDemo(boolean sse) {
        actions.demo(sse);
    }

    /** Opens a feed. The token is kept only until the program ends. */
    public void open(Endpoint endpoint) {
        address.show(endpoint);
        address.secrets().give(endpoint.headers(), endpoint.token());
        actions.open(address.endpoint(endpoint.topics()));
    }

    /** Opens the last feed, if there was one. */
    public void openLast() {
        actions.lastFeed();
    }

    private void frameNow() {
        long now = System.nanoTime();
        boolean numbers = frames % FRAMES_BETWEEN_NUMBERS == 0;
        desk.frame(now, numbers);
        Model model = desk.model();
        if (model != shown) {
            shown = model;
            inspector.reset();
        }
        // The first frames are known to be slow.
        if (frames == FRAMES_BEFORE_PROBES) probe.start();
        if (frames % FRAMES_BETWEEN_TIMELINES == 0) timeline.frame(model.timeline(), now);
        if (frames % FRAMES_BETWEEN_CHARTS == 0) chart.frame(model, now);
        if (numbers) {
            Feed feed = desk.feed();
            topics.frame(model.rows());
            status.frame(model, desk.state(), feed != null && feed.isPaused(), probe.latencies());
        }
        inspector.frame(model);
        frames++;
    }

    void opened(Endpoint endpoint) {
        pausedIs(false);
        status.reset();
        if (endpoint.topics().isEmpty()) status.tell("Enter a topic to subscribe to.");
        String notSent = address.opened(endpoint);
        if (notSent != null && desk.demo() == null) status.complain(notSent);
        lower.setDividerLocation(TIMELINE_HEAD + TimelineLayout.height(Math.min(MOST_LANES, lanes(endpoint))));
        Endpoint keep = desk.toRemember();
        if (keep != null) remembered.endpoint(keep);
        frame.setTitle("Holdfast – " + endpoint);
    }

    /** Returns the expected number of lanes. */
    private static int lanes(Endpoint endpoint) {
        return endpoint.protocol() == Endpoint.Protocol.PLAIN
                ? endpoint.topics().size()
                : 1;
    }

    void pausedIs(boolean paused) {
        commands.pause.rename(paused ? "Resume" : "Pause");
    }

    /** Switches between light and dark. */
    void dark(boolean dark) {
        remembered.dark(dark);
        theme.set(dark);
        commands.dark.rename(dark ? "Light" : "Dark");
        inspector.payload().draw();
    }

    void export() {
        export.ask(frame, desk.model().history().all(), desk.model().history().forgotten());
    }

    /** Closes the window, after asking about a running export. */
    void close() {
        closing.close();
    }

    /** Closes the client and all other resources, saves the settings and runs the callback. */
    private void closeNow() {
        timer.stop();
        probe.close();
        Rectangle at = frame.getBounds();
        remembered.place(new Remembered.Place(at.x, at.y, at.width, at.height));
        Endpoint keep = desk.toRemember();
        if (keep != null) remembered.endpoint(keep);
        try {
            remembered.save();
        } catch (IOException e) {
            System.err.println("Could not save settings: " + e);
        }
        desk.close();
        workers.close();
        frame.dispose();
        closed.run();
    }

    JFrame frame() {
        return frame;
    }

    AddressBar address() {
        return address;
    }

    TopicTable topics() {
        return topics;
    }

    JTextField topicField() {
        return topicField;
    }

    ChartPane chart() {
        return chart;
    }

    TimelineView timeline() {
        return timeline;
    }

    Inspector inspector() {
        return inspector;
    }

    StatusBar status() {
        return status;
    }

    Commands commands() {
        return commands;
    }

    Remembered remembered() {
        return remembered;
    }

    /** Returns the latencies of the event thread. */
    public Latencies latencies() {
        return probe.latencies();
    }
}
