package dev.holdfast.desktop.view;

import java.awt.Component;
import java.util.function.Supplier;
import javax.swing.JOptionPane;

/** The closing of the window. Asks the user about an export that is still being written. */
final class Closing {
    /** The user's choice. */
    enum Answer {
        /** Closes the window when the file is complete. If the export fails, the window stays open. */
        FINISH("Finish export and close"),
        /** Deletes the incomplete file. */
        GIVE_UP("Cancel export and close"),
        STAY("Keep window open");

        private final String words;

        Answer(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Export export;
    private final Supplier<Answer> ask;
    private final Runnable close;
    private boolean closed;

    /**
     * @param ask asks the user while an export is being written; the export may end before the answer
     * @param close closes the window, called once
     */
    Closing(Export export, Supplier<Answer> ask, Runnable close) {
        this.export = export;
        this.ask = ask;
        this.close = close;
    }

    void close() {
        Answer answer = export.isRunning() ? ask.get() : Answer.FINISH;
        if (answer == Answer.STAY) return;
        export.whenEnded(whole -> {
            if (whole || answer == Answer.GIVE_UP) closeOnce();
        });
        if (answer == Answer.GIVE_UP) export.giveUp();
    }

    private void closeOnce() {
        if (closed) return;
        closed = true;
        close.run();
    }

    /** Shows the dialog. Dismissing it keeps the window open. */
    static Answer ask(Component parent) {
        int chosen = JOptionPane.showOptionDialog(
                parent,
                "An export is still being written.",
                "Close",
                JOptionPane.DEFAULT_OPTION,
                JOptionPane.QUESTION_MESSAGE,
                null,
                Answer.values(),
                Answer.FINISH);
        return chosen < 0 ? Answer.STAY : Answer.values()[chosen];
    }
}
