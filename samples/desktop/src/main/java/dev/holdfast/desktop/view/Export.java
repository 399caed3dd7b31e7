package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Entry;
import dev.holdfast.desktop.model.Ndjson;
import java.awt.Component;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import javax.swing.JFileChooser;
import javax.swing.JOptionPane;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;

/** Asks for a file and writes messages into it, away from the event thread. */
final class Export {
    private final Executor background;
    private final StatusBar status;
    private @Nullable File last;

    Export(Executor background, StatusBar status) {
        this.background = background;
        this.status = status;
    }

    /** @param forgotten messages that came and are no longer kept, for the user to know */
    void ask(Component parent, List<Entry> entries, long forgotten) {
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle("Export " + entries.size() + " messages as NDJSON");
        chooser.setSelectedFile(last == null ? new File("messages.ndjson") : last);
        if (chooser.showSaveDialog(parent) != JFileChooser.APPROVE_OPTION) return;
        File file = chooser.getSelectedFile();
        if (file.exists() && !replaces(parent, file)) return;
        last = file;
        background.execute(() -> write(file.toPath(), entries, forgotten));
    }

    private static boolean replaces(Component parent, File file) {
        int answer = JOptionPane.showConfirmDialog(
                parent, file + " is there already. Replace it?", "Export", JOptionPane.OK_CANCEL_OPTION);
        return answer == JOptionPane.OK_OPTION;
    }

    private void write(Path file, List<Entry> entries, long forgotten) {
        try (Writer writer = Files.newBufferedWriter(file)) {
            Ndjson.write(entries, writer);
        } catch (IOException e) {
            SwingUtilities.invokeLater(() -> status.complain("Not exported: " + e));
            return;
        }
        String before = forgotten == 0 ? "." : "; " + forgotten + " older ones are no longer kept.";
        SwingUtilities.invokeLater(() -> status.tell("Exported " + entries.size() + " messages to " + file + before));
    }
}
