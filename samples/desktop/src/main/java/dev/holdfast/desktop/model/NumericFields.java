package dev.holdfast.desktop.model;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The search for numbers in a JSON text. */
final class NumericFields {
    private static final int MOST_FIELDS = 64;
    private static final int MOST_DEPTH = 8;
    /** The limit on a field's path, which must be readable in a list. */
    private static final int MOST_PATH = 200;
    /** The limit on a payload. Charted feeds have small ones. */
    private static final int MOST_CHARS = 64 << 10;

    private final Map<String, Double> found = new LinkedHashMap<>();
    private final JsonReader reader;

    private NumericFields(String text) {
        reader = new JsonReader(new StringReader(text));
    }

    /** Returns numbers and booleans (as 0 and 1) by path, in text order; empty if the text is not JSON or too long. */
    static Map<String, Double> of(String text) {
        if (text.length() > MOST_CHARS) return Collections.emptyMap();
        NumericFields fields = new NumericFields(text);
        try {
            fields.value("", 0);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            return Collections.emptyMap();
        }
        return fields.found;
    }

    private void value(String path, int depth) throws IOException {
        switch (reader.peek()) {
            case NUMBER -> add(path, reader.nextDouble());
            case BOOLEAN -> add(path, reader.nextBoolean() ? 1 : 0);
            case BEGIN_OBJECT -> {
                if (depth == MOST_DEPTH) reader.skipValue();
                else object(path, depth);
            }
            case BEGIN_ARRAY -> {
                if (depth == MOST_DEPTH) reader.skipValue();
                else array(path, depth);
            }
            default -> reader.skipValue();
        }
    }

    private void object(String path, int depth) throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            value(path.isEmpty() ? name : path + "." + name, depth + 1);
        }
        reader.endObject();
    }

    private void array(String path, int depth) throws IOException {
        reader.beginArray();
        for (int i = 0; reader.hasNext(); i++) value(path + "[" + i + "]", depth + 1);
        reader.endArray();
    }

    private void add(String path, double value) {
        boolean room = found.size() < MOST_FIELDS && path.length() <= MOST_PATH;
        if (room && Double.isFinite(value)) found.put(path, value);
    }
}
