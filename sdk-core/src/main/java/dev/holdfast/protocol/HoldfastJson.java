package dev.holdfast.protocol;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holdfast's own protocol in JSON. Over one WebSocket it carries many topics, publishes with receipts, calls with
 * replies, heartbeats, and resume by message id. Over SSE it only receives, with one stream for each subscription. The
 * specification is {@code docs/wire-protocol.md}. Immutable.
 */
public final class HoldfastJson implements WireProtocol {
    static final String SUBPROTOCOL = "holdfast.v1";

    private final Gson gson;

    private HoldfastJson(Gson gson) {
        this.gson = gson;
    }

    /** Creates the protocol. Published data is encoded with Gson's default settings. */
    public static HoldfastJson create() {
        return new HoldfastJson(new Gson());
    }

    /** Creates the protocol. Published data is encoded with the application's own Gson settings and adapters. */
    public static HoldfastJson of(Gson gson) {
        return new HoldfastJson(Objects.requireNonNull(gson, "gson"));
    }

    @Override
    public String name() {
        return "holdfast-json";
    }

    @Override
    public Binding binding(Transport transport) {
        return transport.canSend() ? Binding.MULTIPLEXED : Binding.DEDICATED;
    }

    @Override
    public Target target(Target base, @Nullable WireSubscription wire) {
        if (wire == null) return base.withSubprotocol(SUBPROTOCOL);
        return Plain.request(base.withUrl(Topics.parameter(base.url(), "topic", wire.topic())), wire);
    }

    @Override
    public Conversation newConversation(ConversationOutput output) {
        return new HoldfastConversation(output);
    }

    @Override
    public boolean supportsResume() {
        return true;
    }

    @Override
    public boolean supportsPublish() {
        return true;
    }

    @Override
    public String encode(@Nullable Object data) {
        return gson.toJson(data);
    }

    /** Creates a frame of a type. */
    static JsonObject frame(String type) {
        JsonObject frame = new JsonObject();
        frame.addProperty("type", type);
        return frame;
    }

    /** Returns the frame as text, with {@code data} added. The data is JSON already. */
    static String withData(JsonObject frame, String data) {
        String head = frame.toString();
        return head.substring(0, head.length() - 1) + ",\"data\":" + data + "}";
    }

    /** Adds the entry of one subscription to a subscribe frame. */
    static void addTo(JsonArray subs, long sub, WireSubscription wire) {
        JsonObject entry = new JsonObject();
        entry.addProperty("sub", sub);
        entry.addProperty("topic", wire.topic());
        if (wire.cursor() != null) entry.addProperty("cursor", wire.cursor());
        subs.add(entry);
    }
}
