package dev.holdfast.desktop;

import dev.holdfast.desktop.feed.Desk;
import dev.holdfast.desktop.model.Endpoint;
import dev.holdfast.desktop.model.Remembered;
import dev.holdfast.desktop.view.MainWindow;
import java.awt.GraphicsEnvironment;
import java.time.Duration;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;

/** The entry point of the desktop subscriber. See {@link Options#USAGE}. */
public final class Main {
    private static final int WRONG_OPTIONS = 2;
    private static final int NO_SCREEN = 3;
    private static final Duration CUTS_FROM = Duration.ofSeconds(12);
    private static final Duration CUTS_TO = Duration.ofSeconds(20);

    private Main() {}

    /** Shows the window and returns. The program ends when the window is closed. */
    public static void main(String[] args) {
        Options options;
        Endpoint endpoint;
        try {
            options = Options.parse(args);
            endpoint = options.endpoint();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_OPTIONS);
            return;
        }
        if (options.help) {
            System.out.print(Options.USAGE);
            return;
        }
        if (GraphicsEnvironment.isHeadless()) {
            System.err.println("No display available (is DISPLAY set?).");
            System.exit(NO_SCREEN);
        }
        MainWindow.prepare();
        SwingUtilities.invokeLater(() -> start(options, endpoint));
    }

    private static void start(Options options, @Nullable Endpoint endpoint) {
        Remembered remembered = new Remembered(options.state);
        if (options.dark != null) remembered.dark(options.dark);
        Duration from = options.calm ? Duration.ZERO : CUTS_FROM;
        MainWindow window = new MainWindow(new Desk(from, CUTS_TO), remembered, () -> System.exit(0));
        window.show();
        if (endpoint != null) window.open(endpoint);
        else if (options.last) window.openLast();
        else window.openDemo(options.sse);
    }
}
