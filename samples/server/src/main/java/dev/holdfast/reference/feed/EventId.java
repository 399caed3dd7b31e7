package dev.holdfast.reference.feed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The position after a message of a topic, in the format of Redis Streams: {@code 1764000000000-17}. */
public record EventId(long major, long minor) implements Comparable<EventId> {
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,17})-(0|[1-9][0-9]{0,17})");

    /** Parses an id. Returns null for a text that this server never issues. */
    public static @Nullable EventId parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) return null;
        return new EventId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    @Override
    public int compareTo(EventId other) {
        int byMajor = Long.compare(major, other.major);
        return byMajor != 0 ? byMajor : Long.compare(minor, other.minor);
    }

    /** Returns whether this position is after the other one. */
    public boolean isAfter(EventId other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return major + "-" + minor;
    }
}
