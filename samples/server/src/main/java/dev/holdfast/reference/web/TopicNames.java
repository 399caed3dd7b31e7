package dev.holdfast.reference.web;

import org.jspecify.annotations.Nullable;

/** The rules for topic names. */
record TopicNames(int longest) {
    /** Returns the error of a name, or null. The error does not repeat the name, which may be a megabyte long. */
    @Nullable
    String fault(@Nullable String name) {
        if (name == null || name.isEmpty()) return "A topic is required";
        if (name.length() > longest) return "A topic name must not exceed " + longest + " characters";
        boolean odd = name.codePoints().anyMatch(TopicNames::isOdd);
        return odd ? "A topic name must not contain spaces, control characters or unpaired surrogates" : null;
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
