package dev.holdfast;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options of a subscription. Immutable; each {@code with} method returns a copy.
 *
 * @param <T> the type that payloads are decoded to
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

    /**
     * Returns options for a topic whose messages are not decoded.
     *
     * @param topic the topic; empty for the feed at the URL itself
     */
    public static SubscriptionOptions<String> text(String topic) {
        return new SubscriptionOptions<>(topic, null);
    }

    /**
     * Returns options for a topic whose messages are decoded to a class.
     *
     * @param topic the topic; empty for the feed at the URL itself
     */
    public static <T> SubscriptionOptions<T> of(String topic, Class<T> type) {
        return new SubscriptionOptions<>(topic, Objects.requireNonNull(type, "type"));
    }

    /**
     * Returns options for a topic whose messages are decoded to a generic type, such as {@code new
     * TypeToken<List<Quote>>() {}.getType()}.
     *
     * @param topic the topic; empty for the feed at the URL itself
     */
    public static <T> SubscriptionOptions<T> of(String topic, Type type) {
        return new SubscriptionOptions<>(topic, Objects.requireNonNull(type, "type"));
    }

    /**
     * Sets the cursor after which the subscription starts: an earlier {@link Subscription#cursor()}. By default it
     * starts from the {@link CursorStore}, or else with the next message.
     *
     * @throws IllegalArgumentException when the cursor is empty, which names no position
     */
    public SubscriptionOptions<T> withCursor(String cursor) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.cursor = Objects.requireNonNull(cursor, "cursor");
        if (cursor.isEmpty()) throw new IllegalArgumentException("The cursor is empty: leave out withCursor");
        return copy;
    }

    /** Sets the policy for a full queue. By default {@link Overflow#block()}. */
    public SubscriptionOptions<T> withOverflow(Overflow overflow) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.overflow = Objects.requireNonNull(overflow, "overflow");
        return copy;
    }

    /** Sets the moment at which a message counts as handled. By default {@link Acknowledgement#ON_RETURN}. */
    public SubscriptionOptions<T> withAcknowledgement(Acknowledgement acknowledgement) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.acknowledgement = Objects.requireNonNull(acknowledgement, "acknowledgement");
        return copy;
    }

    /**
     * Delivers only as many messages as {@link Subscription#request} has requested, initially none. Other callbacks do
     * not need demand and keep their order: an error, a gap, and the end after the messages before it. A message that
     * cannot be decoded does not use up demand. Messages without demand wait in the queue, to which the policy of
     * {@link #withOverflow} applies; with {@link Overflow#block()} the server waits in the end. No thread is blocked
     * while messages wait.
     */
    public SubscriptionOptions<T> withDemand() {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.onDemand = true;
        return copy;
    }

    /**
     * Sets the method and body of the request, such as a POST. Only for subscriptions with their own request. The array
     * is copied.
     *
     * @throws IllegalArgumentException when the method is not valid or cannot have a body
     */
    public SubscriptionOptions<T> withBody(String method, byte[] body, String contentType) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.method = Headers.methodWithBody(method);
        copy.body = Objects.requireNonNull(body, "body").clone();
        copy.contentType = Objects.requireNonNull(contentType, "contentType");
        return copy;
    }

    /**
     * Adds a header to the request. Only for subscriptions with their own request. It is removed when a redirect leaves
     * the origin.
     *
     * @throws IllegalArgumentException when HTTP does not allow the name or the value, or the name is {@code
     *     Sec-WebSocket-Protocol}
     */
    public SubscriptionOptions<T> withHeader(String name, String value) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        Map<String, String> more = new LinkedHashMap<>(headers);
        Headers.check(name, value);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        copy.headers = Collections.unmodifiableMap(more);
        return copy;
    }

    /** Sets the data that a wire protocol needs in addition to the topic; the protocol's documentation describes it. */
    public SubscriptionOptions<T> withVariables(Object variables) {
        SubscriptionOptions<T> copy = new SubscriptionOptions<>(this);
        copy.variables = Objects.requireNonNull(variables, "variables");
        return copy;
    }

    /** Returns the topic. */
    public String topic() {
        return topic;
    }

    /** Returns the type to decode to; null for undecoded messages. */
    public @Nullable Type type() {
        return type;
    }

    /** Returns the cursor set by {@link #withCursor}; null if none was set. */
    public @Nullable String cursor() {
        return cursor;
    }

    /** Returns the policy set by {@link #withOverflow(Overflow)}. */
    public Overflow overflow() {
        return overflow == null ? Overflow.block() : overflow;
    }

    /** Returns the moment set by {@link #withAcknowledgement}. */
    public Acknowledgement acknowledgement() {
        return acknowledgement;
    }

    /** Returns true if {@link #withDemand} was called. */
    public boolean isOnDemand() {
        return onDemand;
    }

    /** Returns the HTTP method; null if none was set. */
    public @Nullable String method() {
        return method;
    }

    /** Returns the body, which the caller must not change; null if none was set. */
    public byte @Nullable [] body() {
        return body;
    }

    /** Returns the content type of the body; null if there is no body. */
    public @Nullable String contentType() {
        return contentType;
    }

    /** Returns the headers of the subscription's own request, unmodifiable. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the data set by {@link #withVariables(Object)}; null if none was set. */
    public @Nullable Object variables() {
        return variables;
    }

    @Override
    public String toString() {
        return Diagnostics.oneLine("SubscriptionOptions{" + topic + (type == null ? "" : ", " + type) + "}");
    }
}
