package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.desktop.feed.Desk;
import java.awt.Component;
import java.awt.Container;
import java.awt.event.KeyEvent;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.swing.JLabel;
import javax.swing.JPasswordField;
import javax.swing.JTable;

/** The end of the {@link RobotRun}. */
final class RobotLast {
    private static final int FLOOD = 100_000;

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
        driver.keys(KeyEvent.VK_ALT, KeyEvent.VK_B);
        JPasswordField token = Components.first((Container) dialog, JPasswordField.class);
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

    void tenThousandASecond() throws Exception {
        try (FloodServer flood = new FloodServer(FLOOD)) {
            driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_L);
            Driver.until(
                    "the address has the focus", () -> window.address().url().isFocusOwner());
            driver.type(flood.url());
            driver.click(window.address().protocol());
            driver.keys(KeyEvent.VK_HOME);
            driver.keys(KeyEvent.VK_ENTER);
            Driver.until(
                    "plain",
                    () -> window.address()
                            .protocol()
                            .getSelectedItem()
                            .toString()
                            .equals("plain"));
            driver.click(Components.button(window, window.commands().connect));
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
