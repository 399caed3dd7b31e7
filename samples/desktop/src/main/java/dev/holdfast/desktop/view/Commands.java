package dev.holdfast.desktop.view;

import dev.holdfast.samples.server.Cut;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JMenuItem;
import org.jspecify.annotations.Nullable;

/** All commands with their shortcuts. The mnemonics of the window are unique. */
final class Commands {
    private static final int BRIEFLY = 1;
    private static final int LONG = 4;

    final Command connect;
    final Command headers;
    final Command pause;
    final Command reconnect;
    final Command cut;
    final Command export;
    final Command dark;
    final Command add;
    private final JMenuBar bar = new JMenuBar();

    Commands(Actions actions) {
        connect = new Command("Connect", 'C', null, actions::connect).tip("Subscribe to this URL");
        headers = new Command("Headers…", 'D', "ctrl shift H", actions::headers)
                .tip("Bearer token and headers (Ctrl+Shift+H)");
        pause = new Command("Pause", 'U', "ctrl P", actions::pause).tip("Close connections and keep cursors (Ctrl+P)");
        reconnect = new Command("Reconnect now", 'R', "F5", actions::reconnect).tip("Reconnect immediately (F5)");
        cut = new Command("Cut", 'T', "ctrl K", () -> actions.cut(Cut.REFUSAL, LONG))
                .tip("The demo server breaks all connections and refuses the next attempts (Ctrl+K)");
        export =
                new Command("Export…", 'X', "ctrl E", actions::export).tip("Save the kept messages as NDJSON (Ctrl+E)");
        dark = new Command("Dark", 'K', "ctrl D", actions::dark).tip("Switch between light and dark (Ctrl+D)");
        add = new Command("Add", 'A', null, actions::addTopic).tip("Subscribe to a further topic");

        JMenu file = menu("File", 'F');
        file.add(new Command("Go to address", 'A', "ctrl L", actions::goToAddress));
        file.add(new Command("Last feed", 'L', "ctrl shift L", actions::lastFeed));
        file.add(new Command("Demo over WebSocket", 'W', "ctrl shift W", () -> actions.demo(false)));
        file.add(new Command("Demo over SSE", 'S', "ctrl shift S", () -> actions.demo(true)));
        file.addSeparator();
        file.add(export);
        file.addSeparator();
        file.add(new Command("Quit", 'Q', "ctrl Q", actions::quit));

        JMenu feed = menu("Feed", 'E');
        feed.add(pause);
        feed.add(reconnect);
        feed.add(new Command("Disconnect", 'D', "ctrl shift D", actions::disconnect));
        feed.addSeparator();
        feed.add(new Command("Add topic", 'A', "ctrl T", actions::goToTopic));
        feed.add(new Command("Remove selected topic", 'V', "ctrl DELETE", actions::removeTopic));
        feed.addSeparator();
        feed.add(headers);
        feed.add(new Command("Copy diagnostics", 'C', "ctrl shift C", actions::copyDiagnostics));

        JMenu demo = menu("Demo", 'M');
        demo.add(cut("Reset", 'R', "ctrl 1", actions, Cut.RESET));
        demo.add(cut("Stop responding", 'S', "ctrl 2", actions, Cut.SILENCE));
        demo.add(cut("Refuse once", 'O', "ctrl 3", actions, Cut.REFUSAL));
        demo.add(cut("Close normally", 'C', "ctrl 4", actions, Cut.GOODBYE));
        demo.add(cut("Hang up mid-message", 'H', "ctrl 5", actions, Cut.TEAR));
        demo.addSeparator();
        demo.add(named("Refuse for a while", 'W', "ctrl 6", () -> actions.cut(Cut.REFUSAL, LONG)));
        demo.add(named("Refuse and forget messages", 'F', "ctrl 7", () -> actions.lose(LONG)));

        JMenu view = menu("View", 'V');
        view.add(dark);
        view.add(new Command("Longer timeline", 'L', "ctrl MINUS", () -> actions.zoom(1)));
        view.add(new Command("Shorter timeline", 'S', "ctrl EQUALS", () -> actions.zoom(-1)));
        view.addSeparator();
        view.add(new Command("Find in messages", 'F', "ctrl F", actions::find));
        view.add(new Command("Next match", 'N', "F3", () -> actions.findNext(1)));
        view.add(new Command("Previous match", 'P', "shift F3", () -> actions.findNext(-1)));
        view.add(new Command("Clear messages", 'M', "ctrl shift X", actions::clear));

        JMenu help = menu("Help", 'H');
        help.add(new Command("Keyboard shortcuts", 'K', "F1", actions::keys));
        for (JMenu menu : new JMenu[] {file, feed, demo, view, help}) bar.add(menu);
    }

    private static JMenu menu(String name, char mnemonic) {
        JMenu menu = new JMenu(name);
        menu.setMnemonic(mnemonic);
        return menu;
    }

    private static Command cut(String name, char mnemonic, String key, Actions actions, Cut kind) {
        return named(name, mnemonic, key, () -> actions.cut(kind, BRIEFLY));
    }

    private static Command named(String name, char mnemonic, String key, Runnable action) {
        return new Command(name, mnemonic, key, action);
    }

    JMenuBar bar() {
        return bar;
    }

    /** Returns a line for each command with its shortcut and name. */
    String keys() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < bar.getMenuCount(); i++) {
            JMenu menu = bar.getMenu(i);
            keys.append(menu.getText()).append('\n');
            for (int j = 0; j < menu.getItemCount(); j++) {
                JMenuItem item = menu.getItem(j);
                @Nullable Command command = item == null ? null : (Command) item.getAction();
                if (command != null) keys.append(line(command));
            }
        }
        return keys.toString();
    }

    private static String line(Command command) {
        String key = command.key() == null
                ? ""
                : command.key()
                        .toString()
                        .replace("pressed ", "")
                        .replace("ctrl ", "Ctrl+")
                        .replace("shift ", "Shift+");
        return String.format("    %-16s %s%n", key, command.name()).replace("\r", "");
    }
}
