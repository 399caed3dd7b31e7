package dev.holdfast.desktop.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A case-insensitive text search. */
public final class TextSearch {
    private TextSearch() {}

    /** Returns the start of each match without overlaps, at most {@code atMost}. */
    public static List<Integer> find(String text, String wanted, int atMost) {
        List<Integer> found = new ArrayList<>();
        String lower = wanted.toLowerCase(Locale.ROOT);
        if (lower.isEmpty()) return found;
        for (int at = next(text, lower, 0); at >= 0 && found.size() < atMost; ) {
            found.add(at);
            at = next(text, lower, at + lower.length());
        }
        return found;
    }

    static boolean contains(String text, String lower) {
        return next(text, lower, 0) >= 0;
    }

    /** Finds the next match. Avoids a lower-case copy of the text, which may be large and differ in length. */
    private static int next(String text, String lower, int from) {
        for (int i = from; i <= text.length() - lower.length(); i++) {
            if (text.regionMatches(true, i, lower, 0, lower.length())) return i;
        }
        return -1;
    }
}
