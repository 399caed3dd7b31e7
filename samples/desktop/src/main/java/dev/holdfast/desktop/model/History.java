package dev.holdfast.desktop.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The newest messages, for the inspector and export. Bounded in number and size. */
public final class History {
    private final int most;
    private final long mostChars;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long chars;
    private long forgotten;

    History(int most, long mostChars) {
        this.most = most;
        this.mostChars = mostChars;
    }

    void add(Batch batch) {
        forgotten += batch.notKept();
        for (Entry entry : batch.entries()) {
            entries.add(entry);
            chars += entry.text().length();
        }
        while (entries.size() > most || (chars > mostChars && entries.size() > 1)) {
            chars -= entries.remove().text().length();
            forgotten++;
        }
    }

    void clear() {
        forgotten += entries.size();
        entries.clear();
        chars = 0;
    }

    /** Returns the number of kept messages. */
    public int size() {
        return entries.size();
    }

    /** Returns the number of messages that are no longer kept. */
    public long forgotten() {
        return forgotten;
    }

    /** Returns all kept messages, oldest first. */
    public List<Entry> all() {
        return new ArrayList<>(entries);
    }

    /** Returns the newest kept messages, newest first. */
    public List<Entry> newest(int atMost) {
        List<Entry> newest = new ArrayList<>();
        for (Iterator<Entry> i = entries.descendingIterator(); i.hasNext() && newest.size() < atMost; ) {
            newest.add(i.next());
        }
        return newest;
    }

    /**
     * Returns the newest messages that contain a text in payload, topic, id or type, ignoring case; newest first. Slow
     * with many messages, so do not call it on the event thread.
     *
     * @param entries oldest first
     */
    public static List<Entry> search(List<Entry> entries, int atMost, String text) {
        List<Entry> found = new ArrayList<>();
        String wanted = text.toLowerCase(Locale.ROOT);
        for (int i = entries.size() - 1; i >= 0 && found.size() < atMost; i--) {
            if (holds(entries.get(i), wanted)) found.add(entries.get(i));
        }
        return found;
    }

    private static boolean holds(Entry entry, String wanted) {
        return TextSearch.contains(entry.text(), wanted)
                || TextSearch.contains(entry.topic(), wanted)
                || (entry.id() != null && TextSearch.contains(entry.id(), wanted))
                || (entry.type() != null && TextSearch.contains(entry.type(), wanted));
    }
}
