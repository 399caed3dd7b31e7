package dev.holdfast;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that can be said of a subscription. Immutable; each method answers a copy.
 *
 * @param <T> what payloads are decoded to
 */
public final class SubscriptionOptions<T> {
    private final String topic;
    private final @Nullable Type type;
    private @Nullable String cursor;
    private @Nullable Overflow overflow;
    private Acknowledgement acknowledgement = Acknowledgement.ON_RETURN;
    private boolean onDemand;
    private @Nullable String method;
    private byte @Nullable [] body;
    private @Nullable String contentType;
    private Map<String, String> headers = Collections.emptyMap();
    private @Nullable Object variables;

    private SubscriptionOptions(String topic, @Nullable Type type) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.type = type;
    }

    private SubscriptionOptions(SubscriptionOptions<T> other) {
        topic = other.topic;
        type = other.type;
        cursor = other.cursor;
        overflow = other.overflow;
        acknowledgement = other.acknowledgement;
        onDemand = other.onDemand;
        method = other.method;
        body = other.body;
        contentType = other.contentType;
        headers = other.headers;
        variables = other.variables;
    }

    /** Messages undecoded, as text. */
    public static SubscriptionOptions<String> text(String topic) {
        return new SubscriptionOptions<>(topic, null);
    }

    /** Messages decoded to a class. */
    public static <T> SubscriptionOptions<T> of(String topic, Class<T> type) {
        return new SubscriptionOptions<>(topic, Objects.requireNonNull(type, "type"));
    }

    /** Messages decoded to a generic type, such as {@code new TypeToken<List<Quote>>() {}.getType()}. */
    public static <T> SubscriptionOptions<T> of(String topic, Type type) {
        return new SubscriptionOptions<>(topic, Objects.requireNonNull(type, "type"));
    }

    /** Begins behind this position instead of with what comes next: a {@link Subscription#cursor()} kept from before. */
    public SubscriptionOptions<T> withCursor(String cursor) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.cursor = Objects.requireNonNull(cursor, "cursor");
        return copy;
    }

    /** What to do when the listener falls behind; {@link Overflow#block()} unless said. */
    public SubscriptionOptions<T> withOverflow(Overflow overflow) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.overflow = Objects.requireNonNull(overflow, "overflow");
        return copy;
    }

    /** When messages are done with; {@link Acknowledgement#ON_RETURN} unless said. */
    public SubscriptionOptions<T> withAcknowledgement(Acknowledgement when) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.acknowledgement = Objects.requireNonNull(when, "when");
        return copy;
    }

    /**
     * Gives messages to the listener only as {@link Subscription#request} allows, none at first. Other callbacks come in
     * their place as they do: an error, a gap, and the end behind the messages before it. A message that cannot be decoded
     * does not count. What is not allowed yet waits in the queue, to which {@link #overflow} applies: with {@link
     * Overflow#block()} the server waits in the end. Meanwhile no thread waits in the delivery.
     */
    public SubscriptionOptions<T> withDemand() {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.onDemand = true;
        return copy;
    }

    /** Makes the request with a body, such as a POST; only where the subscription has a request of its own. */
    public SubscriptionOptions<T> withBody(String method, byte[] body, String contentType) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.method = Headers.methodWithBody(method);
        copy.body = Objects.requireNonNull(body, "body").clone();
        copy.contentType = Objects.requireNonNull(contentType, "contentType");
        return copy;
    }

    /**
     * Adds a header; only where the subscription has a request of its own. Left behind when a redirect leaves the origin.
     *
     * @throws IllegalArgumentException when HTTP does not allow such a name or value, with what to do
     */
    public SubscriptionOptions<T> withHeader(String name, String value) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        Map<String, String> more = new LinkedHashMap<>(headers);
        Headers.check(name, value);
        if (name.equalsIgnoreCase(Wiring.SUBPROTOCOL_HEADER)) {
            throw new IllegalArgumentException(
                    "Sec-WebSocket-Protocol cannot be set for one subscription: use Builder.subprotocols(…)");
        }
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        copy.headers = Collections.unmodifiableMap(more);
        return copy;
    }

    /** Hands the wire protocol what it asks for beyond the topic; its page says what that is. */
    public SubscriptionOptions<T> withVariables(Object variables) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.variables = Objects.requireNonNull(variables, "variables");
        return copy;
    }

    /** The topic. */
    public String topic() {
        return topic;
    }

    /** What to decode to, null for undecoded. */
    public @Nullable Type type() {
        return type;
    }

    /** See {@link #withCursor}; null where the app gave none. */
    public @Nullable String cursor() {
        return cursor;
    }

    /** See {@link #withOverflow(Overflow)}. */
    public Overflow overflow() {
        return overflow == null ? Overflow.block() : overflow;
    }

    /** See {@link #withAcknowledgement}. */
    public Acknowledgement acknowledgement() {
        return acknowledgement;
    }

    /** See {@link #withDemand}. */
    public boolean isOnDemand() {
        return onDemand;
    }

    /** The HTTP method, null where none was given. */
    public @Nullable String method() {
        return method;
    }

    /** The body, null where none was given. Not to be changed. */
    public byte @Nullable [] body() {
        return body;
    }

    /** The body's content type, null where there is no body. */
    public @Nullable String contentType() {
        return contentType;
    }

    /** Headers of this subscription's own request. */
    public Map<String, String> headers() {
        return headers;
    }

    /** See {@link #withVariables(Object)}; null where none were given. */
    public @Nullable Object variables() {
        return variables;
    }

    @Override
    public String toString() {
        return "SubscriptionRequest{" + topic + (type == null ? "" : ", " + type) + "}";
    }
}
