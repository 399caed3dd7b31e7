package dev.holdfast.desktop.view;

import java.awt.event.ActionEvent;
import javax.swing.AbstractAction;
import javax.swing.KeyStroke;
import org.jspecify.annotations.Nullable;

/** Something to do, with its name and its keys: the same in the menu, on a button and on the keyboard. */
@SuppressWarnings("serial") // never written
final class Command extends AbstractAction {
    private final Runnable action;

    /**
     * @param mnemonic opens it in its menu; one of the name's letters
     * @param key the accelerator as {@link KeyStroke#getKeyStroke(String)} reads it, null for none
     */
    Command(String name, char mnemonic, @Nullable String key, Runnable action) {
        super(name);
        this.action = action;
        putValue(MNEMONIC_KEY, (int) Character.toUpperCase(mnemonic));
        if (key != null) putValue(ACCELERATOR_KEY, KeyStroke.getKeyStroke(key));
    }

    Command tip(String tip) {
        putValue(SHORT_DESCRIPTION, tip);
        return this;
    }

    Command rename(String name) {
        putValue(NAME, name);
        return this;
    }

    String name() {
        return String.valueOf(getValue(NAME));
    }

    @Nullable
    KeyStroke key() {
        return (KeyStroke) getValue(ACCELERATOR_KEY);
    }

    @Override
    public void actionPerformed(ActionEvent event) {
        action.run();
    }
}
