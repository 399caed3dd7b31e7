package dev.holdfast.allocation;

import dev.holdfast.SubscriptionOptions;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.JsonDialect;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cases of the JSON protocols, from a frame to a message of a subscription. */
final class ConversationCases {
    /** Subscriptions on the link. Messages are for the last ones, whose numbers are above those that Java caches. */
    private static final int SUBSCRIPTIONS = 256;

    private static final int FIRST = SUBSCRIPTIONS - Meter.BLOCK;

    private ConversationCases() {}

    /** Returns the cases. The conversation's output runs {@code plant} for each message. */
    static List<MeasuredCase> all(Runnable plant) {
        JsonDialect dialect = JsonDialect.of(
                "exchange",
                asked -> "{}",
                (json, output) -> output.message(String.valueOf(json.string("ch")), String.valueOf(json.raw("data"))));
        return List.of(
                new MeasuredCase(
                        "HoldfastJson conversation", m -> converse(m, HoldfastJson.create(), holdfastFrames(), plant)),
                new MeasuredCase("JsonDialect conversation", m -> converse(m, dialect, dialectFrames(), plant)));
    }

    private static void converse(Meter meter, WireProtocol protocol, Frame[] frames, Runnable plant) throws Exception {
        CountingOutput output = new CountingOutput(plant);
        Conversation conversation = protocol.newConversation(output);
        conversation.opened(name -> name.equals("Sec-WebSocket-Protocol") ? "holdfast.v1" : null);
        List<WireSubscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < SUBSCRIPTIONS; i++) subscriptions.add(new Wire(SubscriptionOptions.text(topic(i))));
        conversation.subscribe(subscriptions);
        while (meter.next()) {
            for (int i = 0; i < frames.length; i++) conversation.received(frames[i]);
        }
        output.assertReceived(meter.messages());
    }

    private static String topic(int subscription) {
        return "prices/" + subscription;
    }

    private static Frame[] holdfastFrames() {
        Frame[] frames = new Frame[Meter.BLOCK];
        for (int i = 0; i < frames.length; i++) {
            // The conversation numbers subscriptions from 1.
            frames[i] = Frame.text("{\"type\":\"message\",\"sub\":" + (FIRST + i + 1) + ",\"id\":\""
                    + MeasuredMessages.id(i) + "\",\"data\":" + MeasuredMessages.payload(i) + "}");
        }
        return frames;
    }

    private static Frame[] dialectFrames() {
        Frame[] frames = new Frame[Meter.BLOCK];
        for (int i = 0; i < frames.length; i++) {
            frames[i] =
                    Frame.text("{\"ch\":\"" + topic(FIRST + i) + "\",\"data\":" + MeasuredMessages.payload(i) + "}");
        }
        return frames;
    }

    /** A first subscribe. */
    private record Wire(SubscriptionOptions<?> options) implements WireSubscription {
        @Override
        public @Nullable String cursor() {
            return null;
        }

        @Override
        public boolean isResubscribe() {
            return false;
        }
    }
}
