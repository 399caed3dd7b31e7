package dev.holdfast.jvm;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DecodeException;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Message;
import dev.holdfast.Overflow;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A blocking stream of the messages of a subscription, in order. Used by one thread at a time, except {@link #close},
 * which any thread may call.
 *
 * <p>The stream buffers at most 64 messages, or one if the overflow policy drops messages or {@link
 * Acknowledgement#ON_RECEIPT} is set. Further messages wait in the subscription's queue. When that is full,
 * back-pressure reaches the server.
 *
 * <pre>{@code
 * try (MessageStream<Trade> trades = MessageStream.open(client, SubscriptionOptions.of("trades", Trade.class))) {
 *     for (Message<Trade> trade : trades) book.apply(trade.data());
 * }
 * }</pre>
 *
 * <p>A message counts as handled when the next one is requested. If the process dies before that, it receives the
 * message again after its restart. The last message of a closed stream is also delivered again, unless it was
 * {@linkplain Message#ack acknowledged}. With {@link Acknowledgement#MANUAL} a message counts as handled when it is
 * acknowledged.
 *
 * @param <T> what payloads are decoded to
 */
public final class MessageStream<T> implements Iterable<Message<T>>, AutoCloseable {
    private static final int MAX_MESSAGES_AHEAD = 64;
    private static final Duration MAX_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);
    private static final Object END = new Object();

    private final LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private final @Nullable StreamEventListener events;
    private final boolean acknowledges;
    private final int ahead;
    private final Subscription subscription;
    private volatile @Nullable CloseReason reason;
    private volatile boolean closed;
    private volatile boolean failed;
    /** True once the reader has received the reason of the end. */
    private volatile boolean told;

    private @Nullable Message<T> last;
    /** The number of messages handled since the last request for more. */
    private int done;

    private MessageStream(RealtimeClient client, SubscriptionOptions<T> options, @Nullable StreamEventListener events) {
        this.events = events;
        this.acknowledges = options.acknowledgement() == Acknowledgement.ON_RETURN;
        this.ahead = staysInQueue(options) ? 1 : MAX_MESSAGES_AHEAD;
        SubscriptionOptions<T> onDemand = options.withDemand();
        if (acknowledges) onDemand = onDemand.withAcknowledgement(Acknowledgement.MANUAL);
        this.subscription = client.subscribe(onDemand, new Incoming());
        subscription.request(ahead);
    }

    /**
     * Returns whether messages must stay in the subscription's queue. Buffered messages cannot be dropped for newer
     * ones, and with {@code ON_RECEIPT} they would not count against the queue limit.
     */
    private static boolean staysInQueue(SubscriptionOptions<?> options) {
        Overflow.Kind kind = options.overflow().kind();
        return options.acknowledgement() == Acknowledgement.ON_RECEIPT
                || (kind != Overflow.Kind.BLOCK && kind != Overflow.Kind.FAIL);
    }

    /**
     * Subscribes and opens a stream. Gaps and drops are not reported. A message that cannot be decoded ends the stream
     * with a {@link StreamException}. Other errors, such as those of a cursor store, go to {@link
     * RealtimeClient.Builder#onUnhandled} and end nothing.
     *
     * @throws IllegalArgumentException if the protocol or the transport does not support the options
     * @throws IllegalStateException if the client is closed
     */
    public static <T> MessageStream<T> open(RealtimeClient client, SubscriptionOptions<T> options) {
        return new MessageStream<>(client, options, null);
    }

    /**
     * Subscribes and opens a stream. A message that cannot be decoded is reported to {@code events} and skipped.
     *
     * @param events receives gaps, drops and errors on the threads of the client's {@link dev.holdfast.Delivery}
     * @throws IllegalArgumentException if the protocol or the transport does not support the options
     * @throws IllegalStateException if the client is closed
     */
    public static <T> MessageStream<T> open(
            RealtimeClient client, SubscriptionOptions<T> options, StreamEventListener events) {
        return new MessageStream<>(client, options, Objects.requireNonNull(events, "events"));
    }

    /** Returns the underlying subscription, for its state, cursor and counters. */
    public Subscription subscription() {
        return subscription;
    }

    /**
     * Returns the next message and waits for it up to the timeout. Returns null if no message arrives in time, or if
     * the stream has ended. A zero or negative timeout does not wait.
     *
     * @throws InterruptedException if the thread is interrupted; this closes the stream
     * @throws StreamException if the subscription ended with an error. Not thrown if this stream or the client was
     *     closed, or if the server has no more messages ({@link CloseReason.Kind#NO_CONTENT}).
     */
    public @Nullable Message<T> poll(Duration timeout) throws InterruptedException {
        long most = nanos(timeout); // Validate the argument before changing any state.
        handled();
        try {
            return take(queue.poll(most, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    /**
     * Returns whether the stream has ended and delivers no more messages. If the end is an error, returns true only
     * after the {@link StreamException} was thrown.
     */
    public boolean isOver() {
        CloseReason why = reason;
        return closed || told || (why != null && isQuiet(why) && queue.peek() == END);
    }

    /**
     * Ends the subscription and wakes a thread that waits in this stream. Messages that were not taken are delivered
     * again to a later subscription that resumes from the cursor. Does not wait for a running callback of a {@link
     * StreamEventListener}; that callback is the last one. May be called by any thread. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        subscription.unsubscribe();
        queue.add(END);
    }

    /**
     * Returns an iterator over the messages as they arrive. {@code hasNext} waits for the next message and returns
     * false when the stream has ended. If the thread is interrupted while it waits, the stream is closed and the
     * interrupt status stays set. Both methods of the iterator may throw a {@link StreamException}.
     */
    @Override
    public Iterator<Message<T>> iterator() {
        return new Iterator<Message<T>>() {
            private @Nullable Message<T> next;

            @Override
            public boolean hasNext() {
                if (next == null) next = await();
                return next != null;
            }

            @Override
            public Message<T> next() {
                Message<T> now = hasNext() ? next : null;
                if (now == null) throw new NoSuchElementException("The stream has ended");
                next = null;
                return now;
            }
        };
    }

    private static long nanos(Duration timeout) {
        if (Objects.requireNonNull(timeout, "timeout").isNegative()) return 0;
        return timeout.compareTo(MAX_TIMEOUT) > 0 ? Long.MAX_VALUE : timeout.toNanos();
    }

    private @Nullable Message<T> await() {
        handled();
        try {
            return take(queue.take());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void handled() {
        Message<T> before = last;
        last = null;
        if (before == null) return;
        if (acknowledges) before.ack();
        if (++done < (ahead + 1) / 2) return;
        subscription.request(done);
        done = 0;
    }

    @SuppressWarnings("unchecked") // The queue holds messages of this subscription, errors and END only.
    private @Nullable Message<T> take(@Nullable Object entry) {
        if (entry == END || closed) {
            queue.add(END); // for later calls
            CloseReason why = closed ? null : reason;
            if (why == null || isQuiet(why)) return null;
            told = true;
            throw new StreamException(why);
        }
        if (entry == null) return null;
        if (entry instanceof StreamException error) {
            close();
            throw error;
        }
        last = (Message<T>) entry;
        return last;
    }

    private static boolean isQuiet(CloseReason reason) {
        return reason.kind() == CloseReason.Kind.CLOSED || reason.kind() == CloseReason.Kind.NO_CONTENT;
    }

    /** The listener of the subscription. Called on the threads of its delivery. */
    private final class Incoming implements SubscriptionListener<T> {
        @Override
        public void onMessage(Message<T> message) {
            queue.add(message);
        }

        @Override
        public void onSubscribed(Continuity continuity) {
            if (events != null) events.onSubscribed(continuity);
        }

        @Override
        public void onDropped(DroppedMessages dropped) {
            if (events != null) events.onDropped(dropped);
        }

        @Override
        public void onError(Throwable error) {
            if (events != null) events.onError(error);
            else if (!(error instanceof DecodeException)) StreamException.leaveToClient(error);
            else if (!failed) {
                failed = true; // The first one ends the stream. Later ones are ignored.
                queue.add(new StreamException(error));
            }
        }

        @Override
        public void onEnded(CloseReason why) {
            reason = why;
            queue.add(END);
        }
    }
}
