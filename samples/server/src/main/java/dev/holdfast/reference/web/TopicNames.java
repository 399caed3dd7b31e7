package dev.holdfast.reference.web;

import org.jspecify.annotations.Nullable;

/** What a topic may be called. */
record TopicNames(int longest) {
    /** What is wrong with a name, null if nothing is. The name itself is not repeated: it may be a megabyte long. */
    @Nullable
    String fault(@Nullable String name) {
        if (name == null || name.isEmpty()) return "A topic is to be named";
        if (name.length() > longest) return "A topic's name has at most " + longest + " characters";
        boolean odd = name.codePoints().anyMatch(TopicNames::isOdd);
        return odd ? "A topic's name has no spaces, no control characters and no halves of characters" : null;
    }

    private static boolean isOdd(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || type == Character.SURROGATE
                || type == Character.FORMAT;
    }
}
