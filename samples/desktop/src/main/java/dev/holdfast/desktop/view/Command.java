package dev.holdfast.desktop.view;

import java.awt.event.ActionEvent;
import javax.swing.AbstractAction;
import javax.swing.KeyStroke;
import org.jspecify.annotations.Nullable;

/** A command with its name and shortcut, used by the menu, buttons and the keyboard. */
@SuppressWarnings("serial") // never written
final class Command extends AbstractAction {
    private final Runnable action;

    /**
     * @param mnemonic the mnemonic in its menu, one of the name's letters
     * @param key the accelerator in the format of {@link KeyStroke#getKeyStroke(String)}, or null
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
