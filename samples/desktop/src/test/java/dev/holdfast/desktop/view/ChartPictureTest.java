package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.desktop.model.Field;
import dev.holdfast.desktop.model.Intake;
import dev.holdfast.desktop.model.Model;
import dev.holdfast.desktop.model.Timeline;
import java.awt.Color;
import java.awt.EventQueue;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart without a window, and a painter that does nothing by itself. */
class ChartPictureTest {
    private static final long SECOND = 1_000_000_000;

    private final Intake intake = new Intake();
    private final Model model = new Model(intake, new Timeline(0));
    private final Deque<Runnable> painter = new ArrayDeque<>();
    private final Chart chart = new Chart(new Theme(), painter::add);
    private final Palette palette = new Palette(false);

    private void values(String topic, String... payloads) {
        for (int i = 0; i < payloads.length; i++) {
            intake.message(topic, null, null, payloads[i], (40 + i) * SECOND / 2, 0);
        }
    }

    private void frame() throws Exception {
        EventQueue.invokeAndWait(() -> {
            chart.setSize(400, 200);
            model.frame(60 * SECOND, List.of());
            chart.frame(model.series(), 60 * SECOND);
        });
    }

    private void draw() throws Exception {
        painter.remove().run();
        EventQueue.invokeAndWait(() -> {});
    }

    /** How many points of the component have a colour. */
    private int points(Color colour) {
        BufferedImage image = new BufferedImage(400, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D out = image.createGraphics();
        chart.paint(out);
        out.dispose();
        int found = 0;
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 400; x++) {
                if (image.getRGB(x, y) == colour.getRGB()) found++;
            }
        }
        return found;
    }

    @Test
    void isDrawnByThePainterAndTheEventThreadShowsThePictureOnly() throws Exception {
        model.chart(new Field("a", "x"), true);
        values("a", "{\"x\":1}", "{\"x\":5}", "{\"x\":2}");
        frame();
        assertThat(points(palette.line(0)))
                .as("nothing is drawn by the event thread")
                .isZero();
        draw();
        assertThat(points(palette.line(0))).isGreaterThan(20);
        model.chart(new Field("a", "x"), false);
        frame();
        assertThat(points(palette.line(0))).as("taken away at once").isZero();
    }

    @Test
    void aPainterThatIsSlowerThanTheFramesDrawsTheNewestOnly() throws Exception {
        model.chart(new Field("a", "x"), true);
        values("a", "{\"x\":1}", "{\"x\":5}");
        for (int i = 0; i < 100; i++) frame();
        assertThat(painter).hasSize(1);
        draw();
        assertThat(painter).isEmpty();
    }

    @Test
    void aPictureThatIsDoneLateDoesNotComeBack() throws Exception {
        model.chart(new Field("a", "x"), true);
        values("a", "{\"x\":1}", "{\"x\":5}");
        frame();
        model.chart(new Field("a", "x"), false);
        frame();
        draw();
        assertThat(points(palette.line(0))).isZero();
    }

    @Test
    void aLineHasTheColourOfItsFieldAlsoWhereTheOneBeforeHasNoValues() throws Exception {
        model.chart(new Field("a", "none"), true);
        model.chart(new Field("a", "x"), true);
        values("a", "{\"x\":1}", "{\"x\":5}");
        frame();
        draw();
        assertThat(points(palette.line(1))).isGreaterThan(20);
        assertThat(points(palette.line(0))).isZero();
    }

    @Test
    void twoFieldsMayHaveTheSameNameForPeople() throws Exception {
        model.chart(new Field("", ""), true);
        model.chart(new Field("", "value"), true);
        values("", "1", "5", "{\"value\":2}", "{\"value\":3}");
        frame();
        draw();
        assertThat(points(palette.line(0))).isGreaterThan(2);
        assertThat(points(palette.line(1))).isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.7e308 -1.7e308",
                "1e308 1",
                "5e-324 0",
                "1e-300 2e-300",
                "100000000000000000 100000000000000016",
                "9007199254740993 9007199254740994",
                "3 3",
                "0 0",
                "-1e17 -1e17"
            })
    void anyNumbersCanBeDrawn(String numbers) throws Exception {
        model.chart(new Field("", ""), true);
        values("", numbers.split(" "));
        frame();
        draw();
        assertThat(points(palette.card())).isGreaterThan(1_000);
        assertThat(points(palette.line(0))).as(numbers).isGreaterThan(2);
    }
}
