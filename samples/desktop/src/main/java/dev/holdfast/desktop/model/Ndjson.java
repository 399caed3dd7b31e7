package dev.holdfast.desktop.model;

import com.google.gson.Gson;
import java.time.Instant;

/** The NDJSON format of messages: one JSON object per line, in UTF-8. */
public final class Ndjson {
    private static final Gson GSON = new Gson();

    private Ndjson() {}

    /** Returns one line without a line break. {@code data} is the payload itself if it is JSON, otherwise a string. */
    public static String line(Entry entry) {
        StringBuilder line = new StringBuilder("{\"received\":");
        line.append(GSON.toJson(Instant.ofEpochMilli(entry.millis()).toString()));
        line.append(",\"topic\":").append(GSON.toJson(entry.topic()));
        if (entry.id() != null) line.append(",\"id\":").append(GSON.toJson(entry.id()));
        if (entry.type() != null) line.append(",\"event\":").append(GSON.toJson(entry.type()));
        String json = JsonTokens.compact(entry.text());
        line.append(",\"data\":").append(json != null ? json : GSON.toJson(entry.text()));
        return line.append('}').toString();
    }
}
