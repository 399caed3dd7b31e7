package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.desktop.feed.Desk;
import dev.holdfast.desktop.model.Band;
import dev.holdfast.desktop.model.Field;
import dev.holdfast.desktop.model.Lane;
import dev.holdfast.desktop.model.Outage;
import dev.holdfast.desktop.model.Remembered;
import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/**
 * The window under a robot's hands, on the display of this process. Says each step that is done; ends with 0 when all are.
 * {@link RobotInteropTest} starts it.
 */
final class RobotRun {
    static final List<String> STEPS = List.of(
            "opens on the demo",
            "the table fills",
            "the chart picks a field",
            "a cut is seen as outage and resume",
            "a loss is seen as a gap",
            "the inspector searches",
            "a pause holds",
            "the export is valid NDJSON without loss",
            "light becomes dark",
            "the keyboard alone will do",
            "headers and token are masked and not remembered",
            "hostile payloads do not freeze it",
            "ten thousand a second do not freeze it",
            "closes, but not over an export");

    private final File pictures;
    private final Path state;
    private final Driver driver = new Driver();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Desk desk = new Desk(Duration.ZERO, Duration.ZERO);
    private final MainWindow window;
    /** Held up where an export is to last. */
    private volatile CompletableFuture<Void> mayWrite = CompletableFuture.completedFuture(null);

    private RobotRun(File pictures) throws Exception {
        this.pictures = pictures;
        Files.createDirectories(pictures.toPath());
        state = pictures.toPath().resolve("state.properties");
        Files.deleteIfExists(state);
        MainWindow.prepare();
        Workers workers = new Workers() {
            @Override
            Executor writer() {
                Executor real = super.writer();
                return task -> real.execute(() -> {
                    mayWrite.join();
                    task.run();
                });
            }
        };
        window = Driver.ask(() -> {
            MainWindow made = new MainWindow(desk, new Remembered(state), workers, closed::countDown);
            made.show();
            made.openDemo(false);
            return made;
        });
    }

    public static void main(String[] args) throws Exception {
        try {
            new RobotRun(new File(args[0])).run();
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void run() throws Exception {
        RobotMore more = new RobotMore(driver, window, desk, pictures);
        RobotLast last = new RobotLast(driver, window, desk, pictures, more);
        List<Step> steps = List.of(
                this::opensOnTheDemo,
                this::theTableFills,
                this::theChartPicksAField,
                this::aCutIsSeen,
                this::aLossIsSeen,
                more::theInspectorSearches,
                more::aPauseHolds,
                more::theExportIsValid,
                more::lightBecomesDark,
                more::theKeyboardAloneWillDo,
                last::headersAreMasked,
                last::hostilePayloads,
                last::tenThousandASecond,
                () -> closes(last));
        for (int i = 0; i < STEPS.size(); i++) {
            long began = System.nanoTime();
            try {
                steps.get(i).run();
            } catch (Exception | AssertionError e) {
                driver.keepPicture(window.frame(), new File(pictures, "failed.png"));
                throw e;
            }
            System.out.println("done: " + STEPS.get(i));
            System.out.printf("  after %.1f s%n", (System.nanoTime() - began) / 1e9);
        }
    }

    private void opensOnTheDemo() {
        Driver.until(
                "the window shows the demo",
                () -> window.frame().isShowing()
                        && window.address().url().getText().startsWith("ws://127.0.0.1:")
                        && desk.state() == ConnectionState.CONNECTED);
        Driver.until("the address has the focus", () -> window.address().url().isFocusOwner());
    }

    private void theTableFills() {
        var table = window.topics().table();
        Driver.until("five topics with value, rate, cursor and state", () -> {
            if (table.getRowCount() != 5) return false;
            for (int row = 0; row < 5; row++) {
                if (!String.valueOf(table.getValueAt(row, 1)).contains("\"seq\":")) return false;
                if (String.valueOf(table.getValueAt(row, 2)).equals("0.0/s")) return false;
                if (String.valueOf(table.getValueAt(row, 4)).isEmpty()) return false;
                if (!table.getValueAt(row, 5).equals("subscribed")) return false;
            }
            return true;
        });
    }

    private void theChartPicksAField() {
        Field live = new Field("threads", "live");
        var list = window.chart().list();
        Driver.until("all fields are listed", () -> list.getModel().getSize() == 21);
        int index = Driver.ask(() -> index(list, live));
        driver.clickItem(window.chart().list(), index);
        Driver.until(
                "the field has values",
                () -> desk.model().series().values(live, 0).size() > 25);
        int colour = new Palette(false).line(2).getRGB();
        assertThat(driver.points(window.chart().panel(), colour))
                .as("a line in its colour")
                .isGreaterThan(20);
        driver.clickItem(window.chart().list(), index);
        Driver.until("it is gone", () -> !desk.model().series().shown().contains(live));
        driver.clickItem(list, 0);
        Driver.until("the first is there", () -> desk.model().series().shown().size() == 3);
        driver.clickItem(list, 0);
        Driver.until("and gone", () -> desk.model().series().shown().size() == 2);
    }

    private static int index(javax.swing.JList<Field> list, Field field) {
        for (int i = 0; i < list.getModel().getSize(); i++) {
            if (list.getModel().getElementAt(i).equals(field)) return i;
        }
        return -1;
    }

    private Lane lane() {
        return desk.model().timeline().lanes().get(0);
    }

    private boolean judged(Outage.Verdict verdict) {
        return lane().outages().stream().anyMatch(outage -> outage.verdict() == verdict);
    }

    private int points(Band.Phase phase) {
        return driver.points(window.timeline(), new Palette(false).phase(phase).getRGB());
    }

    private void aCutIsSeen() throws Exception {
        Driver.until("a quarter of a minute of messages", () -> desk.model().messages() > 450);
        assertThat(points(Band.Phase.BACK_OFF)).isLessThan(20);
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_1);
        Driver.until("a short outage is resumed", () -> judged(Outage.Verdict.RESUMED));
        Driver.until("messages come again", () -> desk.state() == ConnectionState.CONNECTED);
        long soFar = Driver.ask(() -> desk.model().messages());
        Driver.until("for a while", () -> desk.model().messages() > soFar + 150);

        driver.click(Components.button(window, window.commands().cut));
        Driver.until(
                "a later attempt is awaited",
                () -> lane().attempt() >= 3
                        && lane().nextAttempt() != Band.OPEN
                        && lane().nextAttempt() - System.nanoTime() > 500_000_000L);
        driver.keepPicture(window.frame(), new File(pictures, "desktop-outage.png"));
        assertThat(points(Band.Phase.BACK_OFF)).as("a band in its colour").isGreaterThan(100);
        Driver.until(
                "both outages are resumed",
                () -> lane().outages().size() == 2 && lane().outages().get(1).verdict() == Outage.Verdict.RESUMED);
        int resumed = new Palette(false).verdict(Outage.Verdict.RESUMED).getRGB();
        assertThat(driver.points(window.timeline(), resumed))
                .as("a strip in its colour")
                .isGreaterThan(100);
    }

    private void aLossIsSeen() throws Exception {
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_7);
        Driver.until("the outage is a gap", () -> judged(Outage.Verdict.GAP));
        var table = window.topics().table();
        Driver.until(
                "a row says so", () -> String.valueOf(table.getValueAt(0, 5)).contains("1 gap"));
        long soFar = Driver.ask(() -> desk.model().messages());
        Driver.until("it goes on for a while", () -> desk.model().messages() > soFar + 200);
        driver.keepPicture(window.frame(), new File(pictures, "desktop-light.png"));
        int gap = new Palette(false).verdict(Outage.Verdict.GAP).getRGB();
        assertThat(driver.points(window.timeline(), gap))
                .as("a strip in its colour")
                .isGreaterThan(60);
    }

    private void closes(RobotLast last) throws Exception {
        mayWrite = new CompletableFuture<>();
        last.closesOverAnExport(mayWrite, () -> closed.getCount() == 0);
        assertThat(Driver.ask(() -> window.frame().isDisplayable())).isFalse();
        assertThat(desk.feed()).as("the client is closed").isNull();
        assertThat(desk.demo()).as("and the demo's server").isNull();
        Remembered.Place place = new Remembered(state).place();
        assertThat(place).isNotNull();
        assertThat(new Remembered(state).endpoint().url()).as("the last feed").startsWith("http://127.0.0.1:");
        assertThat(Files.readString(state)).doesNotContain("robot-token", "robot-key");
    }
}
