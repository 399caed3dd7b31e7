package dev.holdfast.jvm;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
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
 * A subscription for a thread that waits for its messages, in order. For one thread at a time; {@link #close} is for any.
 * At most 64 messages are taken ahead of it, one where the overflow policy drops or the position moves on receipt; the
 * rest waits in the subscription's queue, and behind that in the server.
 *
 * <pre>{@code
 * try (MessageStream<Trade> trades = MessageStream.open(client, SubscriptionRequest.of("trades", Trade.class))) {
 *     for (Message<Trade> trade : trades) book.apply(trade.data());
 * }
 * }</pre>
 *
 * <p>A message counts as handled when the next one is asked for, so that a process that dies in the middle of one sees it
 * again in its next life; of a stream that is left, the message taken last comes again as well, unless it was {@linkplain
 * Message#ack acknowledged}. Where the request says {@link Acknowledgement#MANUAL} it is handled when it is acknowledged.
 *
 * @param <T> what payloads are decoded to
 */
public final class MessageStream<T> implements Iterable<Message<T>>, AutoCloseable {
    private static final int MOST_AHEAD = 64;
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);
    private static final Object END = new Object();

    private final LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private final @Nullable StreamEventListener events;
    private final boolean acknowledges;
    private final int ahead;
    private final Subscription subscription;
    private volatile @Nullable CloseReason reason;
    private volatile boolean closed;
    private volatile boolean failed;
    /** The reader was told why it ended. */
    private volatile boolean told;

    private @Nullable Message<T> last;
    /** How many were done with since more were asked for. */
    private int done;

    private MessageStream(RealtimeClient client, SubscriptionOptions<T> options, @Nullable StreamEventListener events) {
        this.events = events;
        this.acknowledges = options.acknowledgement() == Acknowledgement.ON_RETURN;
        this.ahead = staysInQueue(options) ? 1 : MOST_AHEAD;
        SubscriptionOptions<T> onDemand = options.withDemand();
        if (acknowledges) onDemand = onDemand.withAcknowledgement(Acknowledgement.MANUAL);
        this.subscription = client.subscribe(onDemand, new Incoming());
        subscription.request(ahead);
    }

    /** What was taken ahead cannot give way to something newer, and on receipt it would not count against the queue. */
    private static boolean staysInQueue(SubscriptionOptions<?> options) {
        Overflow.Kind kind = options.overflow().kind();
        return options.acknowledgement() == Acknowledgement.ON_RECEIPT
                || (kind != Overflow.Kind.BLOCK && kind != Overflow.Kind.FAIL);
    }

    /** Subscribes. A gap is not told; a message that cannot be decoded ends the stream. */
    public static <T> MessageStream<T> open(RealtimeClient client, SubscriptionOptions<T> options) {
        return new MessageStream<>(client, options, null);
    }

    /** Subscribes. {@code events} is told of gaps, drops and errors, on the threads of the client's delivery. */
    public static <T> MessageStream<T> open(
            RealtimeClient client, SubscriptionOptions<T> options, StreamEventListener events) {
        return new MessageStream<>(client, options, Objects.requireNonNull(events, "events"));
    }

    /** The subscription behind it: its state, position and counters. */
    public Subscription subscription() {
        return subscription;
    }

    /**
     * Waits for a message, for so long at most; null where none came, and where the stream is over. A negative time is
     * none.
     *
     * @throws InterruptedException when the thread is interrupted; the stream is closed then
     * @throws StreamException when the subscription ended for another reason than {@link #close}, the client's, or the
     *     server's word that there is no more
     */
    public @Nullable Message<T> poll(Duration timeout) throws InterruptedException {
        long most = nanos(timeout); // refused before anything has changed
        handled();
        try {
            return take(queue.poll(most, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    /**
     * Whether it has ended: no message comes any more. An end that is thrown as a {@link StreamException} counts once it
     * was thrown.
     */
    public boolean isOver() {
        CloseReason why = reason;
        return closed || told || (why != null && isQuiet(why) && queue.peek() == END);
    }

    /**
     * Ends the subscription and whoever waits in this stream. What was not taken comes again in a later process. It waits
     * for nobody: {@link StreamEventListener} that are being told go on, and are the last.
     */
    @Override
    public void close() {
        closed = true;
        subscription.unsubscribe();
        queue.add(END);
    }

    /**
     * Goes through the messages as they come; it waits for the next one in {@code hasNext}, which answers false when the
     * stream is over. A thread that is interrupted there closes the stream, and stays interrupted.
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
                if (now == null) throw new NoSuchElementException("The stream is over");
                next = null;
                return now;
            }
        };
    }

    private static long nanos(Duration timeout) {
        if (Objects.requireNonNull(timeout, "timeout").isNegative()) return 0;
        return timeout.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : timeout.toNanos();
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

    @SuppressWarnings("unchecked") // only messages of this subscription and END are put in
    private @Nullable Message<T> take(@Nullable Object entry) {
        if (entry == END || closed) {
            queue.add(END); // for whoever asks again
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

    /** What the subscription says, on the threads of its delivery. */
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
            else if (!failed) {
                failed = true; // it ends the stream: another is not waited for
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
