package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.desktop.model.Entry;
import java.awt.EventQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closing over an export that an executor has not written yet. */
class ClosingTest {
    private static final List<Entry> ENTRIES = List.of(new Entry(1, "a", null, null, "{\"x\":1}", 0, 0));

    @TempDir
    Path dir;

    private final Deque<Runnable> writer = new ArrayDeque<>();
    private final StatusBar status = new StatusBar(new Theme());
    private final Export export = new Export(writer::add, status);
    private final Deque<Closing.Answer> answers = new ArrayDeque<>();
    private int closed;
    private final Closing closing = new Closing(export, answers::remove, () -> closed++);

    private Path begin(String name) throws Exception {
        Path file = dir.resolve(name);
        EventQueue.invokeAndWait(() -> export.begin(file, ENTRIES, 3));
        return file;
    }

    private void close() throws Exception {
        EventQueue.invokeAndWait(closing::close);
    }

    private void write() throws Exception {
        writer.remove().run();
        EventQueue.invokeAndWait(() -> {});
    }

    @Test
    void withoutAnExportNobodyIsAsked() throws Exception {
        close();
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void anExportIsFinishedBeforeTheWindowCloses() throws Exception {
        Path file = begin("out.ndjson");
        answers.add(Closing.Answer.FINISH);
        close();
        assertThat(closed).as("not over the export").isZero();
        write();
        assertThat(closed).isEqualTo(1);
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(status.told())
                .isEqualTo("Exported 1 messages to " + file + "; 3 older messages are no longer available.");
    }

    @Test
    void oneThatIsGivenUpLeavesNothing() throws Exception {
        Path file = begin("out.ndjson");
        answers.add(Closing.Answer.GIVE_UP);
        close();
        assertThat(closed).as("its beginning is to be removed first").isZero();
        write();
        assertThat(closed).isEqualTo(1);
        assertThat(dir).isEmptyDirectory();
        assertThat(file).doesNotExist();
    }

    @Test
    void whoStaysStays() throws Exception {
        begin("out.ndjson");
        answers.add(Closing.Answer.STAY);
        close();
        write();
        assertThat(closed).isZero();
        close();
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void anExportThatFailsKeepsTheWindowOpenAndIsTold() throws Exception {
        begin("no/such/directory");
        answers.add(Closing.Answer.FINISH);
        close();
        write();
        assertThat(closed).isZero();
        assertThat(status.told())
                .isEqualTo("Export failed: the directory " + dir.resolve("no/such") + " does not exist.");
        assertThat(export.isRunning()).isFalse();
    }

    @Test
    void whoClosesTwiceClosesOnce() throws Exception {
        begin("out.ndjson");
        answers.addAll(List.of(Closing.Answer.FINISH, Closing.Answer.GIVE_UP));
        close();
        close();
        write();
        assertThat(closed).isEqualTo(1);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void asLongAsOneIsWrittenThereIsNoOther() throws Exception {
        begin("out.ndjson");
        EventQueue.invokeAndWait(() -> export.ask(status.panel(), ENTRIES, 0));
        assertThat(status.told()).isEqualTo("An export is still being written: wait until it is done.");
        write();
    }
}
