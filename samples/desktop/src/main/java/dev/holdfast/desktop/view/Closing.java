package dev.holdfast.desktop.view;

import java.awt.Component;
import java.util.function.Supplier;
import javax.swing.JOptionPane;

/** Closes the window, but not over an export that is being written: the user says what becomes of it. */
final class Closing {
    /** What the user says. */
    enum Answer {
        /** When the file is whole; the window stays where that fails. */
        FINISH("Finish it, then close"),
        /** Nothing of it stays. */
        GIVE_UP("Give it up, and close"),
        STAY("Stay");

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
     * @param ask is called while an export is being written, which may end meanwhile
     * @param close is called once
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

    /** With the keyboard too; whoever leaves the dialog stays. */
    static Answer ask(Component parent) {
        int chosen = JOptionPane.showOptionDialog(
                parent,
                "An export is being written.",
                "Close",
                JOptionPane.DEFAULT_OPTION,
                JOptionPane.QUESTION_MESSAGE,
                null,
                Answer.values(),
                Answer.FINISH);
        return chosen < 0 ? Answer.STAY : Answer.values()[chosen];
    }
}
