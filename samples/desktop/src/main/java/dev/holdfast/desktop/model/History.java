package dev.holdfast.desktop.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The newest messages, for the inspector and for export. Bounded in number and size. */
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

    /** How many are kept. */
    public int size() {
        return entries.size();
    }

    /** How many came and are not kept. */
    public long forgotten() {
        return forgotten;
    }

    /** All that are kept, oldest first. */
    public List<Entry> all() {
        return new ArrayList<>(entries);
    }

    /** The newest that are kept, the newest first. */
    public List<Entry> newest(int atMost) {
        List<Entry> newest = new ArrayList<>();
        for (Iterator<Entry> i = entries.descendingIterator(); i.hasNext() && newest.size() < atMost; ) {
            newest.add(i.next());
        }
        return newest;
    }

    /**
     * The newest of a list that hold a text in payload, topic, id or type, whatever the case; the newest first. Takes its
     * time where there is much to look through: not for the event thread.
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
