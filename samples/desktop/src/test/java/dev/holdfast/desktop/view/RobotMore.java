package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.holdfast.ConnectionState;
import dev.holdfast.desktop.feed.Desk;
import dev.holdfast.desktop.model.Band;
import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.awt.event.KeyEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.swing.AbstractButton;
import javax.swing.JLabel;
import javax.swing.JMenu;
import javax.swing.JTable;

/** The middle of the {@link RobotRun}. */
final class RobotMore {
    private final Driver driver;
    private final MainWindow window;
    private final Desk desk;
    private final File pictures;

    RobotMore(Driver driver, MainWindow window, Desk desk, File pictures) {
        this.driver = driver;
        this.window = window;
        this.desk = desk;
        this.pictures = pictures;
    }

    void theInspectorSearches() {
        Inspector inspector = window.inspector();
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_F);
        Driver.until("the search has the focus", () -> inspector.search().isFocusOwner());
        driver.type("heapused");
        JTable table = inspector.messages().table();
        Driver.until("messages of memory only", () -> {
            if (table.getRowCount() == 0) return false;
            for (int row = 0; row < table.getRowCount(); row++) {
                if (!"memory".equals(table.getValueAt(row, 1))) return false;
            }
            return true;
        });
        driver.clickRow(table, 2);
        Driver.until("the list stands still", () -> !inspector.follow().isSelected());
        Driver.until(
                "the payload is laid out",
                () -> inspector.payload().pane().getText().contains("\n  \"heapUsed\": "));
        assertThat(Driver.ask(() -> inspector.payload().position())).isEqualTo("1 of 1 here");
        assertThat(Driver.ask(() -> inspector.payload().pane().getHighlighter().getHighlights()))
                .hasSize(1);
        driver.click(inspector.search());
        driver.keys(KeyEvent.VK_ESCAPE);
        driver.type("he");
        Driver.until("more places", () -> inspector.payload().position().equals("1 of 2 here"));
        driver.keys(KeyEvent.VK_F3);
        Driver.until("the next one", () -> inspector.position().getText().equals("2 of 2 here"));
        driver.keys(KeyEvent.VK_ESCAPE);
        Driver.until(
                "nothing is searched for", () -> inspector.search().getText().isEmpty());
    }

    void aPauseHolds() {
        driver.click(Components.button(window, window.commands().pause));
        Driver.until("it is idle", () -> lanePhase() == Band.Phase.IDLE && desk.state() == ConnectionState.IDLE);
        assertThat(window.commands().pause.name()).isEqualTo("Resume");
        long frames = Driver.ask(() -> desk.model().frames());
        Driver.until("what was queued has come", () -> desk.model().frames() > frames + 10);
        long messages = Driver.ask(() -> desk.model().messages());
        Driver.until("many frames", () -> desk.model().frames() > frames + 40);
        assertThat(Driver.ask(() -> desk.model().messages())).isEqualTo(messages);
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_P);
        Driver.until("messages come again", () -> desk.model().messages() > messages + 20);
        assertThat(window.commands().pause.name()).isEqualTo("Pause");
    }

    private Band.Phase lanePhase() {
        return desk.model().timeline().lanes().get(0).phase();
    }

    /** Begins an export into the directory of the pictures. */
    Path exports(String name) throws IOException {
        Path file = pictures.toPath().toAbsolutePath().resolve(name);
        Files.deleteIfExists(file);
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_E);
        driver.dialog("Export");
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_A);
        driver.type(file.toString());
        driver.keys(KeyEvent.VK_ENTER);
        return file;
    }

    /** From the first message on, but for what the server was made to forget. */
    void theExportIsValid() throws Exception {
        Path file = exports("export.ndjson");
        Driver.until("it is exported", () -> window.status().told().startsWith("Exported "));
        toTheWindow();
        Map<String, Long> last = new HashMap<>();
        Map<String, Integer> holes = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            JsonObject object = JsonParser.parseString(line).getAsJsonObject();
            assertThat(object.keySet()).contains("received", "topic", "id", "data");
            String topic = object.get("topic").getAsString();
            long seq = object.getAsJsonObject("data").get("seq").getAsLong();
            Long before = last.put(topic, seq);
            if (before == null) continue;
            assertThat(seq).as(line).isGreaterThan(before);
            if (seq > before + 1) holes.merge(topic, 1, Integer::sum);
        }
        assertThat(lines.size()).isGreaterThan(500);
        assertThat(last).hasSize(5);
        assertThat(holes.values()).as("one loss, which was told as a gap").allMatch(count -> count == 1);
    }

    void lightBecomesDark() throws Exception {
        int light = brightness();
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_D);
        Driver.until("it is dark", () -> window.remembered().dark());
        long soFar = Driver.ask(() -> desk.model().messages());
        Driver.until("messages come", () -> desk.model().messages() > soFar + 150);
        assertThat(brightness()).isLessThan(light / 3);
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_MINUS);
        Driver.until("a longer timeline", () -> window.timeline().seconds() == 120);
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_EQUALS);
        Driver.until("the usual one", () -> window.status().told().equals("The timeline shows 60 seconds."));
        driver.keepPicture(window.frame(), new File(pictures, "desktop-dark.png"));
    }

    private int brightness() {
        var image = driver.look(window.frame());
        int rgb = image.getRGB(5, image.getHeight() / 2);
        return (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
    }

    void theKeyboardAloneWillDo() {
        everythingHasANameAndItsOwnLetter();
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_L);
        Driver.until("the address has the focus", () -> window.address().url().isFocusOwner());
        tabGoesEverywhere();

        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_T);
        Driver.until("the topic has the focus", () -> window.topicField().isFocusOwner());
        driver.type("notes");
        driver.keys(KeyEvent.VK_ENTER);
        JTable table = window.topics().table();
        Driver.until(
                "it is subscribed",
                () -> table.getRowCount() == 6 && table.getValueAt(5, 5).equals("subscribed"));
        goTo(table);
        for (int i = 0; i < 6; i++) driver.keys(KeyEvent.VK_DOWN);
        Driver.until("it is selected", () -> "notes".equals(window.topics().selected()));
        driver.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_DELETE);
        Driver.until("it is gone", () -> table.getRowCount() == 5);

        goTo(window.chart().list());
        driver.keys(KeyEvent.VK_HOME);
        int shown = Driver.ask(() -> desk.model().series().shown().size());
        driver.keys(KeyEvent.VK_SPACE);
        Driver.until("a field is picked", () -> desk.model().series().shown().size() == shown + 1);

        driver.keys(KeyEvent.VK_ALT, KeyEvent.VK_F);
        driver.keys(KeyEvent.VK_S);
        Driver.until(
                "the demo over SSE",
                () -> desk.model().rows().size() == 5
                        && window.address().url().getText().startsWith("http://")
                        && desk.model().timeline().lanes().size() == 5
                        && desk.state() == ConnectionState.CONNECTED);
        driver.keys(KeyEvent.VK_F5);
        Driver.until(
                "all were dialled anew",
                () -> desk.model().timeline().lanes().stream()
                        .allMatch(lane -> lane.bands().stream()
                                        .filter(band -> band.phase() == Band.Phase.CONNECTED)
                                        .count()
                                == 2));
        driver.keys(KeyEvent.VK_F1);
        driver.dialog("Keyboard shortcuts");
        driver.keys(KeyEvent.VK_ESCAPE);
        Driver.until("the dialog is closed", () -> !Driver.isShowing("Keyboard shortcuts"));
        toTheWindow();
    }

    /** Without a window manager nobody gives the focus back when a dialog is closed. */
    void toTheWindow() {
        driver.click(window.status().panel());
        driver.click(window.inspector().search());
        Driver.until("the window has the focus", () -> window.frame().isFocused());
    }

    /** Tab by Tab. */
    void goTo(Component component) {
        for (int i = 0; i < 60 && !Driver.ask(component::isFocusOwner); i++) driver.keys(KeyEvent.VK_TAB);
        assertThat(Driver.ask(component::isFocusOwner)).as(component.toString()).isTrue();
    }

    private void tabGoesEverywhere() {
        Set<Component> reached = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            driver.keys(KeyEvent.VK_TAB);
            reached.add(focused());
        }
        List<Component> wanted = new ArrayList<>(List.of(
                window.address().url(),
                window.address().protocol(),
                window.topicField(),
                window.topics().table(),
                window.chart().list(),
                window.inspector().search(),
                window.inspector().follow(),
                window.inspector().messages().table(),
                window.inspector().payload().pane()));
        for (Component component : Components.all(window.frame().getContentPane())) {
            if (component instanceof AbstractButton button && button.getAction() instanceof Command) wanted.add(button);
        }
        assertThat(reached).containsAll(wanted);
    }

    private static Component focused() {
        return Driver.ask(
                () -> KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner());
    }

    private void everythingHasANameAndItsOwnLetter() {
        Set<Integer> letters = new HashSet<>();
        List<Component> all = Driver.ask(() -> Components.all(window.frame().getRootPane()));
        for (Component component : all) {
            boolean control = component.isFocusable()
                    && (component instanceof AbstractButton
                            || component instanceof javax.swing.text.JTextComponent
                            || component instanceof JTable
                            || component instanceof javax.swing.JList
                            || component instanceof javax.swing.JComboBox);
            if (control && component.isShowing()) {
                assertThat(component.getAccessibleContext().getAccessibleName())
                        .as(component.toString())
                        .isNotBlank();
            }
            int letter = component instanceof JMenu menu
                    ? menu.getMnemonic()
                    : component instanceof JLabel label
                            ? label.getDisplayedMnemonic()
                            : component instanceof AbstractButton button ? button.getMnemonic() : 0;
            if (letter != 0)
                assertThat(letters.add(letter)).as("Alt+" + (char) letter).isTrue();
        }
        assertThat(letters).hasSizeGreaterThan(14);
    }
}
