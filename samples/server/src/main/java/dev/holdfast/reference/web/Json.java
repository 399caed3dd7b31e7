package dev.holdfast.reference.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** A strict parser of client frames: RFC 8259, at most Gson's 255 nesting levels. */
final class Json {
    private Json() {}

    /** An exception that reports a protocol violation. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    static JsonElement parse(String text) throws MalformedException {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            // Throws on empty input, which parseReader returns as null.
            JsonToken unused = reader.peek();
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) throw new MalformedException("More than one JSON value");
            return element;
        } catch (JsonParseException | IOException | IllegalStateException e) {
            throw new MalformedException("Not JSON");
        }
    }

    /** Parses a frame: an object with a type. */
    static JsonObject frame(String text) throws MalformedException {
        if (!(parse(text) instanceof JsonObject frame)) throw new MalformedException("A frame must be a JSON object");
        if (string(frame, "type") == null) throw new MalformedException("A frame must have a type");
        return frame;
    }

    /** Returns a string member, or null if absent. */
    static @Nullable String string(JsonObject frame, String name) throws MalformedException {
        JsonElement member = frame.get(name);
        if (member == null) return null;
        if (member instanceof JsonPrimitive primitive && primitive.isString()) return primitive.getAsString();
        throw new MalformedException("'" + name + "' must be a string");
    }

    /** Returns a required integer member. */
    static long number(@Nullable JsonElement member, String name) throws MalformedException {
        if (member instanceof JsonPrimitive primitive && primitive.isNumber()) {
            try {
                return Long.parseLong(primitive.getAsString());
            } catch (NumberFormatException e) {
                // Reported below.
            }
        }
        throw new MalformedException("'" + name + "' must be an integer");
    }

    /** Returns a string as JSON. */
    static String quoted(String text) {
        return new JsonPrimitive(text).toString();
    }
}
