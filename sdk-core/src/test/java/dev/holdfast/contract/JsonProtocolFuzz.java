package dev.holdfast.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.holdfast.CloseException;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.LazyJson;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

/**
 * A fuzz target for JSON conversations. Any sequence of frames may only cause a {@link CloseException}, a few calls for
 * each frame, and the same members that Gson finds. The first byte selects the conversation. A zero byte ends a frame.
 */
public final class JsonProtocolFuzz {
    /**
     * The most calls for one frame. Topics refused at once and repeated members cause several; more than this would be
     * an echo loop.
     */
    private static final int MOST_CALLS = 8;

    private JsonProtocolFuzz() {}

    /** Runs one input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) return;
        String[] frames = new String(input, 1, input.length - 1, UTF_8).split("\u0000", -1);
        int who = input[0] & 7;
        if (who == 3) for (String frame : frames) sameAsGson(frame);
        else converse(who, frames);
    }

    private static void converse(int who, String[] frames) {
        WireProtocol protocol = who == 2
                ? Speeches.ExchangeSpeech.dialect()
                : who == 4 ? Speeches.ArraySpeech.dialect() : HoldfastJson.create();
        boolean sse = who == 1;
        Map<String, String> headers =
                sse ? Map.of("Content-Type", "text/event-stream") : Map.of("Sec-WebSocket-Protocol", "holdfast.v1");
        OutletRecorder outlet = new OutletRecorder();
        Conversation conversation = protocol.newConversation(outlet);
        List<WireSubscription> routes =
                List.of(new TestRoute("a", null), new TestRoute("b", "7"), new TestRoute("a", "é"));
        outlet.inside(() -> {
            conversation.opened(headers::get);
            conversation.subscribe(sse ? routes.subList(0, 1) : routes);
            if (!sse && who == 0) conversation.call(1, "a", "{}");
        });
        for (int i = 0; i < frames.length; i++) {
            String text = frames[i];
            Frame frame = sse && i % 3 == 2
                    ? new Frame().setEmpty(null, text)
                    : new Frame().setText(text, null, sse && i % 3 == 1 ? "id" + i : null, text.length());
            outlet.calls.clear();
            if (!hear(outlet, conversation, frame)) return;
            if (outlet.calls.size() > MOST_CALLS) throw new AssertionError("too much said: " + outlet.calls);
        }
        outlet.inside(() -> {
            for (WireSubscription wire : sse ? routes.subList(0, 1) : routes) conversation.unsubscribe(wire);
        });
    }

    /** Returns whether the conversation continues. */
    private static boolean hear(OutletRecorder outlet, Conversation conversation, Frame frame) {
        boolean[] goesOn = {true};
        outlet.inside(() -> {
            try {
                conversation.received(frame);
            } catch (CloseException e) {
                goesOn[0] = false;
            }
        });
        return goesOn[0];
    }

    /** Checks that valid JSON is an object for both parsers, with the same members. */
    private static void sameAsGson(String text) {
        JsonElement strict = strict(text);
        LazyJson frame;
        try {
            frame = LazyJson.of(text);
        } catch (CloseException e) {
            if (strict != null) throw new AssertionError("refused, though it is JSON: " + text, e);
            return;
        }
        if (strict == null) return;
        JsonObject members = new JsonObject();
        if (strict.isJsonObject()) members = strict.getAsJsonObject();
        else for (JsonElement element : strict.getAsJsonArray()) members.add("" + members.size(), element);
        for (Map.Entry<String, JsonElement> member : members.entrySet()) {
            JsonElement value = member.getValue();
            String raw = frame.raw(member.getKey());
            if (raw == null || !value.equals(JsonParser.parseString(raw))) {
                throw new AssertionError(member + " was read as " + raw);
            }
            boolean isString =
                    value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
            String string = frame.string(member.getKey());
            if (isString ? !value.getAsString().equals(string) : string != null) {
                throw new AssertionError(member + " was read as the string " + string);
            }
        }
        if (frame.raw("no such member, surely") != null) throw new AssertionError("found what is not there");
    }

    /** Parses the text with Gson. Returns null if it is not an object or array, or is nested too deep. */
    private static JsonElement strict(String text) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            boolean whole = reader.peek() == JsonToken.END_DOCUMENT;
            return whole && (element.isJsonObject() || element.isJsonArray()) ? element : null;
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            return null;
        }
    }
}
