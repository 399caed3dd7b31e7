package dev.holdfast.desktop.view;

import java.awt.Component;
import java.awt.Container;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JButton;

/** All components in a container. */
final class Components {
    private Components() {}

    /** The button of a command. */
    static Component button(MainWindow window, Command command) {
        return Driver.ask(() -> all(window.frame().getContentPane()).stream()
                .filter(c -> c instanceof JButton button && button.getAction() == command)
                .findFirst()
                .orElseThrow());
    }

    static <C> C first(Container container, Class<C> type) {
        return Driver.ask(() -> all(container).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow());
    }

    static List<Component> all(Container container) {
        List<Component> all = new ArrayList<>();
        for (Component component : container.getComponents()) {
            all.add(component);
            if (component instanceof Container inner) all.addAll(all(inner));
        }
        return all;
    }
}
