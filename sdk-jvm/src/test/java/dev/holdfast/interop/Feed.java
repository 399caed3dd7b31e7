package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionListener;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes down all that an app is told, of one subscription and of the connection, and waits for more of it. */
final class Feed implements SubscriptionListener<String>, ConnectionListener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<Message<String>> messages = new ArrayList<>();
    private final List<Continuity> continuities = new ArrayList<>();
    private final List<ConnectionEvent> events = new ArrayList<>();
    private final List<CloseReason> ends = new ArrayList<>();
    private final List<Object> unexpected = new ArrayList<>();

    /** A client that dials again soon, and whose connection this listens to. */
    RealtimeClient client(String url, UnaryOperator<RealtimeClient.Builder> more) {
        Backoff soon = Backoff.exponential(Duration.ofMillis(50), Duration.ofMillis(250))
                .withFirstRetry(Duration.ofMillis(50));
        RealtimeClient client =
                more.apply(RealtimeClient.builder(url).backoff(soon)).build();
        client.addConnectionListener(this);
        return client;
    }

    RealtimeClient client(String url) {
        return client(url, builder -> builder);
    }

    @Override
    public void onMessage(Message<String> message) {
        record(messages, message);
    }

    @Override
    public void onSubscribed(Continuity continuity) {
        record(continuities, continuity);
    }

    @Override
    public void onDropped(DroppedMessages dropped) {
        record(unexpected, dropped);
    }

    @Override
    public void onError(Throwable error) {
        record(unexpected, error);
    }

    @Override
    public void onEnded(CloseReason reason) {
        record(ends, reason);
    }

    @Override
    public void onConnectionEvent(ConnectionEvent event) {
        record(events, event);
    }

    private <T> void record(List<T> list, T what) {
        lock.lock();
        try {
            list.add(what);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<String> texts() {
        return read(feed -> messages.stream().map(Message::text).collect(Collectors.toList()));
    }

    List<Message<String>> messages() {
        return read(feed -> List.copyOf(messages));
    }

    List<Continuity> continuities() {
        return read(feed -> List.copyOf(continuities));
    }

    /** Why connections and attempts ended, in order. */
    List<CloseReason> reasons() {
        return read(feed -> events.stream()
                .filter(event -> event.delay() != null || event.current() == ConnectionState.CLOSED)
                .map(ConnectionEvent::reason)
                .collect(Collectors.toList()));
    }

    /** Returns when so many messages have come. */
    Feed awaitMessages(int count) {
        return await(count + " messages", feed -> messages.size() >= count);
    }

    /** Returns when the server has taken the subscription up so often. */
    Feed awaitSubscribed(int count) {
        return await(count + " times subscribed", feed -> continuities.size() >= count);
    }

    /** Returns when so many connections and attempts have ended. */
    Feed awaitReasons(int count) {
        return await(count + " ended connections", feed -> feed.reasons().size() >= count);
    }

    CloseReason awaitEnd() {
        await("the end", feed -> !ends.isEmpty());
        return read(feed -> ends.get(0));
    }

    Feed await(String what, Predicate<Feed> condition) {
        lock.lock();
        try {
            long left = Until.BOUND.toNanos();
            while (!condition.test(this)) {
                if (left <= 0) throw new AssertionError("Waited in vain for " + what + ": " + this);
                left = more.awaitNanos(left);
            }
            return this;
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted while waiting for " + what + ": " + this, e);
        } finally {
            lock.unlock();
        }
    }

    /** These and no others, in this order; and nothing was said of errors or drops. */
    void assertExactly(List<String> expected) {
        assertThat(texts()).as(this::toString).isEqualTo(expected);
        assertThat(unexpected).isEmpty();
    }

    /** So many texts, as tests publish them. */
    static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "message " + i).collect(Collectors.toList());
    }

    private <T> T read(Function<Feed, T> reading) {
        lock.lock();
        try {
            return reading.apply(this);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return read(feed -> messages.size() + " messages, last "
                + (messages.isEmpty()
                        ? "none"
                        : messages.get(messages.size() - 1).id()) + "; " + continuities + "; "
                + ends + "; " + unexpected + "; "
                + events.stream().map(e -> "\n  " + e).collect(Collectors.joining()));
    }
}
