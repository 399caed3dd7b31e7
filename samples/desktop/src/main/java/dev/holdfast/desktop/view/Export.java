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

/** Asks for a file and writes messages into it, away from the event thread. Its methods belong to the event thread. */
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

    /** @param forgotten messages that came and are no longer kept, for the user to know */
    void ask(Component parent, List<Entry> entries, long forgotten) {
        if (running != null) {
            status.complain("An export is being written: wait until it is done.");
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
                parent, file + " is there already. Replace it?", "Export", JOptionPane.OK_CANCEL_OPTION);
        return answer == JOptionPane.OK_OPTION;
    }

    void begin(Path file, List<Entry> entries, long forgotten) {
        Run run = new Run();
        running = run;
        status.tell("Exporting " + entries.size() + " messages to " + file + "…");
        writer.execute(() -> {
            try {
                if (NdjsonFile.write(file, entries, () -> run.givenUp)) {
                    String before = forgotten == 0 ? "." : "; " + forgotten + " older ones are no longer kept.";
                    String told = "Exported " + entries.size() + " messages to " + file + before;
                    ended(run, true, () -> status.tell(told));
                } else ended(run, false, () -> status.tell("The export was given up; there is no " + file + " of it."));
            } catch (IOException e) {
                ended(run, false, () -> status.complain("Not exported: " + NdjsonFile.why(file, e)));
            } catch (RuntimeException | Error e) {
                ended(run, false, () -> status.complain("Not exported: " + e));
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

    /** Tells when what is being written has ended, and whether the file is whole; at once where nothing is. */
    void whenEnded(Consumer<Boolean> listener) {
        if (running == null) listener.accept(true);
        else running.listeners.add(listener);
    }

    /** Leaves what is being written; nothing of it stays. */
    void giveUp() {
        if (running != null) running.givenUp = true;
    }
}
