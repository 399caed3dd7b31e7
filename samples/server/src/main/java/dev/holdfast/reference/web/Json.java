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

/** What clients say, read strictly: RFC 8259 and no deeper than Gson's 255 levels. */
final class Json {
    private Json() {}

    /** The text breaks the protocol. */
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
            // Throws where there is nothing at all, which parseReader takes for null.
            JsonToken unused = reader.peek();
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) throw new MalformedException("More than one JSON value");
            return element;
        } catch (JsonParseException | IOException | IllegalStateException e) {
            throw new MalformedException("Not JSON");
        }
    }

    /** A frame: an object with a type. */
    static JsonObject frame(String text) throws MalformedException {
        if (!(parse(text) instanceof JsonObject frame)) throw new MalformedException("A frame is a JSON object");
        if (string(frame, "type") == null) throw new MalformedException("A frame has a type");
        return frame;
    }

    /** A member that is a string; null where there is none. */
    static @Nullable String string(JsonObject frame, String name) throws MalformedException {
        JsonElement member = frame.get(name);
        if (member == null) return null;
        if (member instanceof JsonPrimitive primitive && primitive.isString()) return primitive.getAsString();
        throw new MalformedException("'" + name + "' is a string");
    }

    /** A member that has to be a whole number. */
    static long number(@Nullable JsonElement member, String name) throws MalformedException {
        if (member instanceof JsonPrimitive primitive && primitive.isNumber()) {
            try {
                return Long.parseLong(primitive.getAsString());
            } catch (NumberFormatException e) {
                // Told below.
            }
        }
        throw new MalformedException("'" + name + "' is a whole number");
    }

    /** A string as it is written in JSON. */
    static String quoted(String text) {
        return new JsonPrimitive(text).toString();
    }
}
