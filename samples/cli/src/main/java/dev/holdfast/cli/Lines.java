package dev.holdfast.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.holdfast.Message;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formatter of messages as output lines. Immutable. */
final class Lines {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setStrictness(Strictness.STRICT)
            .create();
    private static final TypeAdapter<JsonElement> JSON = GSON.getAdapter(JsonElement.class);

    private final Screen screen;
    private final boolean json;
    private final boolean topics;

    /** Creates a formatter. {@code topics} states whether text lines start with the topic. */
    Lines(Screen screen, boolean json, boolean topics) {
        this.screen = screen;
        this.json = json;
        this.topics = topics;
    }

    /** Returns the line for a message, without a line break. */
    String line(Message<String> message, Instant received) {
        return json ? json(message, received) : text(message);
    }

    private String text(Message<String> message) {
        StringBuilder line = new StringBuilder();
        if (topics)
            line.append(screen.painted("36", screen.shown(message.topic()))).append('\t');
        String type = message.type();
        if (type != null) line.append(screen.painted("35", screen.shown(type))).append('\t');
        return line.append(screen.shown(message.text())).toString();
    }

    private static String json(Message<String> message, Instant received) {
        JsonObject object = new JsonObject();
        object.addProperty("time", received.toString());
        object.addProperty("topic", message.topic());
        if (message.id() != null) object.addProperty("id", message.id());
        if (message.type() != null) object.addProperty("type", message.type());
        JsonElement data = parse(message.text());
        // Two keys, so that the text "12" and the number 12 stay distinguishable.
        if (data != null) object.add("data", data);
        else object.addProperty("text", message.text());
        return whole(GSON.toJson(object));
    }

    /** Escapes unpaired surrogates, which UTF-8 cannot encode. They occur only inside JSON strings. */
    private static String whole(String json) {
        if (json.codePoints().noneMatch(Lines::isHalf)) return json;
        StringBuilder s = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (isHalf(c)) s.append(String.format(Locale.ROOT, "\\u%04x", c));
            else s.appendCodePoint(c);
        });
        return s.toString();
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** Parses text as JSON (RFC 8259). Returns null if it is not JSON. */
    static @Nullable JsonElement parse(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement element = JSON.read(reader);
            return reader.peek() == JsonToken.END_DOCUMENT ? element : null;
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            return null;
        }
    }
}
