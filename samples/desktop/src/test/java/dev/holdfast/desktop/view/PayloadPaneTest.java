package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.EventQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.swing.text.Document;
import javax.swing.text.Element;
import org.junit.jupiter.api.Test;

/** The pane without a window, and an executor that does nothing by itself. */
class PayloadPaneTest {
    private final Deque<Runnable> background = new ArrayDeque<>();
    private int changes;
    private final PayloadPane pane = new PayloadPane(new Theme(), background::add, () -> changes++);

    private void show(String payload) throws Exception {
        EventQueue.invokeAndWait(() -> pane.show(payload));
    }

    private void runOne() throws Exception {
        background.remove().run();
        EventQueue.invokeAndWait(() -> {});
    }

    private String text() {
        return pane.pane().getText().replace("\r", "").stripTrailing();
    }

    @Test
    void isLaidOutInTheBackgroundAndTakenOverWhenItIsDone() throws Exception {
        Document before = pane.pane().getDocument();
        show("{\"kelp\":[1,\"two\"]}");
        assertThat(pane.pane().getDocument())
                .as("the event thread has not touched it")
                .isSameAs(before);
        pane.search("kelp");
        assertThat(pane.position()).isEqualTo("none here");
        runOne();
        assertThat(text()).isEqualTo("{\n  \"kelp\": [\n    1,\n    \"two\"\n  ]\n}");
        assertThat(pane.position()).isEqualTo("1 of 1 here");
        assertThat(pane.note()).isEmpty();
        assertThat(changes).isEqualTo(1);
        var colours = new Palette(false);
        int name = text().indexOf("kelp");
        var style = ((javax.swing.text.StyledDocument) pane.pane().getDocument()).getCharacterElement(name);
        assertThat(javax.swing.text.StyleConstants.getForeground(style.getAttributes()))
                .isEqualTo(colours.json(dev.holdfast.desktop.model.Payload.Kind.NAME));
    }

    @Test
    void ofManyThatComeTooFastOnlyTheNewestIsLaidOut() throws Exception {
        for (int i = 0; i < 100; i++) show("payload " + i);
        assertThat(background).hasSize(1);
        runOne();
        assertThat(text()).isEqualTo("payload 99");
        show("payload 99");
        assertThat(background).as("it is there already").isEmpty();
    }

    @Test
    void oneThatIsDoneLateDoesNotReplaceANewerOne() throws Exception {
        show("old");
        Runnable old = background.remove();
        Thread slow = new Thread(old);
        EventQueue.invokeAndWait(() -> {
            slow.start();
            try {
                slow.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            // Laid out, but not taken over: the user is quicker.
            pane.show("new");
        });
        EventQueue.invokeAndWait(() -> {});
        assertThat(text()).isEmpty();
        runOne();
        assertThat(text()).isEqualTo("new");
    }

    @Test
    void theEventThreadGetsFewAndShortParagraphsWhateverThePayload() throws Exception {
        for (String payload : new String[] {
            "[".repeat(200) + "0,".repeat(64 << 10) + "0" + "]".repeat(200),
            "x".repeat(1 << 20),
            "[".repeat(500_000),
            "\u0627\u0644\u0628\u062D\u0631 ".repeat(20 << 10),
            "\n".repeat(1 << 20)
        }) {
            show(payload);
            runOne();
            Element root = pane.pane().getDocument().getDefaultRootElement();
            assertThat(root.getElementCount()).isLessThanOrEqualTo(501);
            for (int i = 0; i < root.getElementCount(); i++) {
                Element line = root.getElement(i);
                assertThat(line.getEndOffset() - line.getStartOffset()).isLessThanOrEqualTo(161);
                assertThat(line.getElementCount()).isLessThan(20);
            }
            assertThat(pane.pane().getDocument().getProperty("i18n"))
                    .as("laid out by directions")
                    .isEqualTo(false);
            assertThat(pane.note()).contains("the export contains all of them");
        }
    }
}
