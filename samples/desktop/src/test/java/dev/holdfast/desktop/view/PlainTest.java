package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.SubscriptionState;
import dev.holdfast.desktop.model.Field;
import dev.holdfast.desktop.model.Happening;
import dev.holdfast.desktop.model.Intake;
import dev.holdfast.desktop.model.Latencies;
import dev.holdfast.desktop.model.Model;
import dev.holdfast.desktop.model.Timeline;
import dev.holdfast.desktop.model.TopicStatus;
import java.awt.Component;
import java.awt.Container;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JTable;
import javax.swing.JToolTip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a server writes is shown letter by letter: a page in it would be laid out, and fetch images. */
class PlainTest {
    private static final String PAGE = "<html><img src='http://127.0.0.1:1/x.png'>" + "y".repeat(10_000);

    private final Theme theme = new Theme();
    private final Intake intake = new Intake();
    private final Model model = new Model(intake, new Timeline(0));

    @BeforeEach
    void fill() {
        model.add(PAGE);
        intake.message(PAGE, PAGE, null, PAGE, 0, 0);
        intake.message(PAGE, PAGE, null, "{\"" + PAGE.substring(0, 100) + "\":1}", 1_000_000_000, 0);
        intake.happening(new Happening.Note(0, PAGE, false));
        model.frame(0, List.of(new TopicStatus(PAGE, SubscriptionState.SUBSCRIBED, PAGE, 0, 0, 0)));
    }

    /** Swing keeps a page that it lays out under this name. */
    private static void isPlain(Component shown) {
        JComponent component = (JComponent) shown;
        assertThat(component.getClientProperty("html")).isNull();
        if (component instanceof JLabel label && label.getText() != null) {
            assertThat(label.getText()).hasSizeLessThanOrEqualTo(301);
        }
    }

    private static void isPlain(JTable table) {
        for (int row = 0; row < table.getRowCount(); row++) {
            for (int column = 0; column < table.getColumnCount(); column++) {
                isPlain(table.prepareRenderer(table.getCellRenderer(row, column), row, column));
            }
        }
    }

    @Test
    void aLineIsShortAndShorterWhereItTakesLongToMeasure() {
        assertThat(Plain.line("y".repeat(300))).isEqualTo("y".repeat(300));
        assertThat(Plain.line("y".repeat(301))).isEqualTo("y".repeat(300) + "…");
        assertThat(Plain.line("\u0628".repeat(61))).isEqualTo("\u0628".repeat(60) + "…");
    }

    @Test
    void topics() {
        TopicTable topics = new TopicTable(theme);
        topics.frame(model.rows());
        assertThat(topics.table().getRowCount()).isEqualTo(1);
        isPlain(topics.table());
        JToolTip tip = topics.table().createToolTip();
        tip.setTipText(PAGE);
        isPlain(tip);
    }

    @Test
    void messages() {
        MessageTable messages = new MessageTable(theme, () -> {});
        messages.fill(model.history().all());
        assertThat(messages.table().getRowCount()).isEqualTo(2);
        isPlain(messages.table());
    }

    @Test
    void fields() {
        ChartPane pane = new ChartPane(theme, Runnable::run, field -> {});
        pane.frame(model, 0);
        JList<Field> list = pane.list();
        assertThat(list.getModel().getSize()).isEqualTo(1);
        isPlain(list.getCellRenderer()
                .getListCellRendererComponent(list, list.getModel().getElementAt(0), 0, false, false));
    }

    @Test
    void whatIsTold() {
        StatusBar status = new StatusBar(theme);
        status.frame(model, dev.holdfast.ConnectionState.CONNECTED, false, new Latencies());
        assertThat(status.told()).startsWith("<html>").hasSizeLessThanOrEqualTo(301);
        for (Component component : ((Container) status.panel()).getComponents()) isPlain(component);
        status.complain(PAGE);
        for (Component component : ((Container) status.panel()).getComponents()) isPlain(component);
    }
}
