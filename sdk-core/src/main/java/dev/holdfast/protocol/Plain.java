package dev.holdfast.protocol;

import dev.holdfast.Continuity;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A protocol without framing: each frame is a message. Each subscription has a connection of its own, and its topic is
 * a path below the client's URL. SSE and WebSocket behave the same, except that only SSE has ids and event types.
 * Immutable.
 *
 * <p>A subscription with a cursor sends it in the {@code Last-Event-ID} header (WHATWG HTML section 9.2.4). The server
 * may return a {@code Last-Event-ID} header, which decides the {@link Continuity}. White space at the ends of a cursor
 * does not count, because HTTP does not transmit it (RFC 9110 section 5.5):
 *
 * <ul>
 *   <li>{@code RESUMED} if the returned value equals the cursor,
 *   <li>{@code GAP} if it is another value,
 *   <li>{@code UNKNOWN} if the server returns no such header, and after a reconnect without a cursor. A cursor with a
 *       control character other than tab is not sent, because HTTP does not allow it in a header,
 *   <li>{@code FRESH} on the first connection without a cursor.
 * </ul>
 */
public final class Plain implements WireProtocol {
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final Plain INSTANCE = new Plain();

    private Plain() {}

    /** Returns the protocol. It has no settings. */
    public static Plain create() {
        return INSTANCE;
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public Binding binding(Transport transport) {
        return Binding.DEDICATED;
    }

    @Override
    public Target target(Target base, @Nullable WireSubscription wire) {
        if (wire == null) return base;
        return request(base.withUrl(Topics.resolve(base.url(), wire.topic())), wire);
    }

    /** Adds the subscription's headers, body and cursor to the request. */
    static Target request(Target base, WireSubscription wire) {
        SubscriptionOptions<?> asked = wire.options();
        Target target = base;
        for (Map.Entry<String, String> header : asked.headers().entrySet()) {
            target = target.withHeader(header.getKey(), header.getValue());
        }
        byte[] body = asked.body();
        if (asked.method() != null && body != null && asked.contentType() != null) {
            target = target.withBody(asked.method(), body, asked.contentType());
        }
        String cursor = wire.cursor();
        return cursor == null || !fitsHeader(cursor) ? target : target.withHeader(LAST_EVENT_ID, cursor);
    }

    /** Returns whether HTTP allows all characters: a control character other than tab would make the request invalid. */
    private static boolean fitsHeader(String cursor) {
        return cursor.matches("[^\\x00-\\x08\\n-\\x1f\\x7f]*");
    }

    /** Returns the continuity that the response headers state for the requested cursor. */
    static Continuity continuity(WireSubscription wire, Function<String, @Nullable String> header) {
        String asked = wire.cursor();
        if (asked == null) return wire.isResubscribe() ? Continuity.UNKNOWN : Continuity.FRESH;
        String answered = header.apply(LAST_EVENT_ID);
        if (answered == null) return Continuity.UNKNOWN;
        // HTTP drops white space at the ends of a header, on the way there and back.
        boolean same = fitsHeader(asked) && answered.trim().equals(asked.trim());
        return same ? Continuity.RESUMED : Continuity.GAP;
    }

    @Override
    public boolean supportsResume() {
        return true;
    }

    @Override
    public Conversation newConversation(ConversationOutput output) {
        return new PlainConversation(output);
    }

    private static final class PlainConversation implements Conversation {
        private final ConversationOutput output;
        private Function<String, @Nullable String> header = name -> null;
        private @Nullable WireSubscription wire;

        PlainConversation(ConversationOutput output) {
            this.output = output;
        }

        @Override
        public void opened(Function<String, @Nullable String> header) {
            this.header = header;
            output.ready();
        }

        @Override
        public void subscribe(List<WireSubscription> subscriptions) {
            wire = subscriptions.get(0);
            output.subscribed(wire, continuity(wire, header));
        }

        @Override
        public void unsubscribe(WireSubscription given) {
            if (given == wire) wire = null;
        }

        @Override
        public void received(Frame frame) {
            if (wire == null) return;
            if (frame.kind() != Frame.Kind.EMPTY) output.message(wire, frame.id(), frame.type(), frame);
            else if (frame.id() != null) output.position(wire, frame.id());
        }
    }
}
