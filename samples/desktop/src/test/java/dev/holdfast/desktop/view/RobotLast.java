package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.desktop.feed.Desk;
import java.awt.Component;
import java.awt.Container;
import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.swing.JLabel;
import javax.swing.JPasswordField;
import javax.swing.JTable;

/** The end of the {@link RobotRun}. */
final class RobotLast {
    private static final int FLOOD = 100_000;
    private static final List<String> HOSTILE = List.of(
            "[".repeat(200) + "0,".repeat(64 << 10) + "0" + "]".repeat(200),
            "x".repeat(128 << 10),
            "[".repeat(64 << 10) + "]".repeat(64 << 10),
            "\u0627\u0644\u0628\u062D\u0631 ".repeat(20 << 10),
            "{" + "\"kelp\":{\"k\":[0,{}]},".repeat(8 << 10) + "\"k\":0}",
            "<html><h1>a page</h1>" + "<p>".repeat(40 << 10));

    private final Driver driver;
    private final MainWindow window;
    private final Desk desk;
    private final File pictures;
    private final RobotMore more;

    RobotLast(Driver driver, MainWindow window, Desk desk, File pictures, RobotMore more) {
        this.driver = driver;
        this.window = window;
        this.desk = desk;
        this.pictures = pictures;
        this.more = more;
    }

    void headersAreMasked() {
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_SHIFT, KeyEvent.VK_H);
        Component dialog = driver.dialog("Headers");
        JPasswordField token = Components.first((Container) dialog, JPasswordField.class);
        // A dialog that is just taking the focus may swallow a chord.
        for (int i = 0; i < 20 && !Driver.ask(token::isFocusOwner); i++) driver.keys(KeyEvent.VK_ALT, KeyEvent.VK_B);
        Driver.until("the token has the focus", token::isFocusOwner);
        driver.type("robot-token");
        JTable table = Components.first((Container) dialog, JTable.class);
        more.goTo(table);
        driver.type("X-Api-Key");
        driver.keys(KeyEvent.VK_ENTER);
        driver.keys(KeyEvent.VK_UP);
        driver.keys(KeyEvent.VK_RIGHT);
        driver.type("robot-key");
        driver.keys(KeyEvent.VK_ENTER);
        Driver.until("the value is there", () -> "robot-key".equals(table.getValueAt(0, 1)));
        Component shown = Driver.ask(() -> table.prepareRenderer(table.getCellRenderer(0, 1), 0, 1));
        assertThat(((JLabel) shown).getText()).isEqualTo("••••••••");
        Component ok = Driver.ask(() -> Components.all((Container) dialog).stream()
                .filter(c -> c instanceof javax.swing.JButton button
                        && button.getText().equals("OK"))
                .findFirst()
                .orElseThrow());
        driver.click(ok);
        Driver.until("the dialog is closed", () -> !Driver.isShowing("Headers"));
        more.toTheWindow();
        var endpoint = Driver.ask(() -> window.address().endpoint(List.of()));
        assertThat(endpoint.token()).isEqualTo("robot-token");
        assertThat(endpoint.headers()).containsEntry("X-Api-Key", "robot-key");
    }

    private void connect(String url) {
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_L);
        Driver.until("the address has the focus", () -> window.address().url().isFocusOwner());
        driver.type(url);
        driver.click(window.address().protocol());
        driver.keys(KeyEvent.VK_HOME);
        driver.keys(KeyEvent.VK_ENTER);
        Driver.until(
                "plain",
                () -> window.address().protocol().getSelectedItem().toString().equals("plain"));
        driver.click(Components.button(window, window.commands().connect));
    }

    /** Each is selected and laid out; what is cut is said beside it. */
    void hostilePayloads() throws Exception {
        try (FloodServer server = new FloodServer(HOSTILE.size(), number -> HOSTILE.get(number - 1))) {
            connect(server.url());
            Driver.until("all have come", () -> desk.model().messages() == HOSTILE.size());
            JTable table = window.inspector().messages().table();
            Driver.until("all are listed", () -> table.getRowCount() == HOSTILE.size());
            window.latencies().reset();
            PayloadPane payload = window.inspector().payload();
            for (int row = 0; row < HOSTILE.size(); row++) {
                driver.clickRow(table, row);
                int length = HOSTILE.get(HOSTILE.size() - 1 - row).length();
                Driver.until("what is cut is said", () -> payload.note().contains(String.format(" of %,d ", length)));
                driver.look(window.frame());
            }
            driver.keepPicture(window.frame(), new File(pictures, "desktop-hostile.png"));
            System.out.println("hostile payloads: event thread " + window.latencies());
        }
    }

    /** The window is closed in the middle of it: asked, it stays; asked again, it finishes first. */
    void closesOverAnExport(CompletableFuture<Void> mayWrite, BooleanSupplier closed) throws Exception {
        Path file = more.exports("last.ndjson");
        Driver.until("it is being written", () -> window.status().told().startsWith("Exporting "));
        more.toTheWindow();
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_Q);
        driver.dialog("Close");
        driver.keys(KeyEvent.VK_ESCAPE);
        Driver.until("the question is gone", () -> !Driver.isShowing("Close"));
        more.toTheWindow();
        assertThat(Driver.ask(() -> window.frame().isDisplayable())).isTrue();
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_Q);
        driver.dialog("Close");
        driver.keepPicture(window.frame(), new File(pictures, "desktop-closing.png"));
        driver.keys(KeyEvent.VK_ENTER);
        Driver.until("the question is answered", () -> !Driver.isShowing("Close"));
        assertThat(closed.getAsBoolean()).as("not before the export is whole").isFalse();
        assertThat(file).doesNotExist();
        int kept = Driver.ask(() -> desk.model().history().size());
        mayWrite.complete(null);
        Driver.until("it is closed", closed);
        assertThat(Files.readAllLines(file)).hasSize(kept);
        assertThat(file.resolveSibling("last.ndjson.part")).doesNotExist();
    }

    void tenThousandASecond() throws Exception {
        try (FloodServer flood = new FloodServer(FLOOD)) {
            connect(flood.url());
            Driver.until("the flood is shown", () -> desk.model().messages() > 1_000);
            window.latencies().reset();
            // Hands in the midst of it.
            driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_F);
            Driver.until(
                    "the search has the focus",
                    () -> window.inspector().search().isFocusOwner());
            driver.type("seq");
            Driver.until(
                    "it was found", () -> window.inspector().messages().table().getRowCount() == 200);
            driver.keys(KeyEvent.VK_ESCAPE);
            driver.clickItem(window.chart().list(), 1);
            Driver.until("most have come", () -> desk.model().messages() > FLOOD * 0.8);
            driver.keepPicture(window.frame(), new File(pictures, "desktop-flood.png"));
            Driver.until("all have come", () -> desk.model().messages() == FLOOD);
            double seconds = flood.seconds().get(60, TimeUnit.SECONDS);
            assertThat(window.latencies().count())
                    .as("events that were served meanwhile")
                    .isGreaterThan(20);
            var row = Driver.ask(() -> desk.model().rows().get(0));
            assertThat(row.messages()).isEqualTo(FLOOD);
            assertThat(row.newest().text()).startsWith("{\"seq\":" + FLOOD + ",");
            assertThat(Driver.ask(() -> desk.model().history().size()
                            + desk.model().history().forgotten()))
                    .isEqualTo(FLOOD);
            long frames = Driver.ask(() -> desk.model().frames());
            assertThat(frames).as("updates are by the frame").isLessThan(FLOOD / 100);
            System.out.printf(
                    "flood: %d messages in %.1f s, %d frames, not shown %d, event thread %s%n",
                    FLOOD, seconds, frames, Driver.ask(() -> desk.model().notKept()), window.latencies());
        }
    }
}
