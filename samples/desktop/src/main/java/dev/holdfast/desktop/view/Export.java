package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Entry;
import dev.holdfast.desktop.model.NdjsonFile;
import java.awt.Component;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.swing.JFileChooser;
import javax.swing.JOptionPane;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;

/** The export of messages to a file. Writes on another thread. Call its methods on the event thread. */
final class Export {
    private static final class Run {
        final List<Consumer<Boolean>> listeners = new ArrayList<>();
        volatile boolean givenUp;
    }

    private final Executor writer;
    private final StatusBar status;
    private @Nullable File last;
    private @Nullable Run running;

    Export(Executor writer, StatusBar status) {
        this.writer = writer;
        this.status = status;
    }

    /** @param forgotten the number of messages that are no longer kept, reported to the user */
    void ask(Component parent, List<Entry> entries, long forgotten) {
        if (running != null) {
            status.complain("An export is still being written: wait until it is done.");
            return;
        }
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle("Export " + entries.size() + " messages as NDJSON");
        chooser.setSelectedFile(last == null ? new File("messages.ndjson") : last);
        if (chooser.showSaveDialog(parent) != JFileChooser.APPROVE_OPTION) return;
        File file = chooser.getSelectedFile();
        if (file.exists() && !replaces(parent, file)) return;
        last = file;
        begin(file.toPath(), entries, forgotten);
    }

    private static boolean replaces(Component parent, File file) {
        int answer = JOptionPane.showConfirmDialog(
                parent, file + " already exists. Replace it?", "Export", JOptionPane.OK_CANCEL_OPTION);
        return answer == JOptionPane.OK_OPTION;
    }

    void begin(Path file, List<Entry> entries, long forgotten) {
        Run run = new Run();
        running = run;
        status.tell("Exporting " + entries.size() + " messages to " + file + "…");
        writer.execute(() -> {
            try {
                if (NdjsonFile.write(file, entries, () -> run.givenUp)) {
                    String before =
                            forgotten == 0 ? "." : "; " + forgotten + " older messages are no longer available.";
                    String told = "Exported " + entries.size() + " messages to " + file + before;
                    ended(run, true, () -> status.tell(told));
                } else ended(run, false, () -> status.tell("The export was cancelled; " + file + " was not written."));
            } catch (IOException e) {
                ended(run, false, () -> status.complain("Export failed: " + NdjsonFile.why(file, e)));
            } catch (RuntimeException | Error e) {
                ended(run, false, () -> status.complain("Export failed: " + e));
                throw e;
            }
        });
    }

    private void ended(Run run, boolean whole, Runnable tell) {
        SwingUtilities.invokeLater(() -> {
            running = null;
            tell.run();
            run.listeners.forEach(listener -> listener.accept(whole));
        });
    }

    boolean isRunning() {
        return running != null;
    }

    /** Calls the listener at the end of the current export, with whether the file is complete; at once without one. */
    void whenEnded(Consumer<Boolean> listener) {
        if (running == null) listener.accept(true);
        else running.listeners.add(listener);
    }

    /** Cancels the current export and deletes its incomplete file. */
    void giveUp() {
        if (running != null) running.givenUp = true;
    }
}
