package dev.holdfast.interop;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.protocol.HoldfastJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many clients, half of them over WebSocket and half over SSE, each of which hears one topic of a hundred; two more
 * publish. The ledger holds what was confirmed against what each of them heard.
 */
final class Crowd implements AutoCloseable {
    static final int TOPICS = 100;
    static final int READERS = 10;

    private static final int TICK_MILLIS = 10;

    private final List<Member> members = new ArrayList<>();
    private final List<RealtimeClient> publishers = new ArrayList<>();
    /** One for each of the first topics. */
    private final List<RawReader> readers = new ArrayList<>();

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final int perTick;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger unconfirmed = new AtomicInteger();
    /** By topic: the numbers that the server said it has. */
    private final List<ConcurrentHashMap<Integer, Boolean>> confirmed = IntStream.range(0, TOPICS)
            .mapToObj(i -> new ConcurrentHashMap<Integer, Boolean>())
            .toList();

    Crowd(int port, int clients, int perSecond) {
        perTick = perSecond * TICK_MILLIS / 1000;
        for (int i = 0; i < 2; i++) publishers.add(client("ws", port));
        for (int i = 0; i < clients; i++)
            members.add(new Member(i % TOPICS, client(i / TOPICS % 2 == 0 ? "ws" : "http", port)));
        for (int i = 0; i < READERS; i++) readers.add(new RawReader(port, "load/" + i));
    }

    private static RealtimeClient client(String scheme, int port) {
        return RealtimeClient.builder(scheme + "://127.0.0.1:" + port + "/realtime")
                .protocol(HoldfastJson.create())
                .build();
    }

    /** One client. Its listener is called by one thread at a time. */
    private static final class Member implements SubscriptionListener<Integer> {
        final int topic;
        final RealtimeClient client;

        @Nullable
        Subscription subscription;

        final ConcurrentHashMap<Integer, Boolean> heard = new ConcurrentHashMap<>();
        final AtomicInteger duplicated = new AtomicInteger();
        final AtomicInteger disordered = new AtomicInteger();
        final AtomicInteger subscribed = new AtomicInteger();
        final AtomicInteger gaps = new AtomicInteger();
        /** When the first message after the last resume came; 0 before it. */
        final AtomicLong recovered = new AtomicLong();

        private int last = -1;
        private boolean resumed;

        Member(int topic, RealtimeClient client) {
            this.topic = topic;
            this.client = client;
        }

        @Override
        public void onSubscribed(Continuity continuity) {
            if (subscribed.incrementAndGet() == 1) return;
            if (continuity != Continuity.RESUMED) gaps.incrementAndGet();
            resumed = true;
        }

        @Override
        public void onMessage(Message<Integer> message) {
            int number = message.data();
            if (heard.put(number, true) != null) duplicated.incrementAndGet();
            if (number <= last) disordered.incrementAndGet();
            last = number;
            if (resumed) recovered.set(System.nanoTime());
            resumed = false;
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onEnded(CloseReason reason) {}
    }

    /** Returns when all have been answered. */
    Crowd join() {
        for (Member member : members) {
            member.subscription =
                    member.client.subscribe(SubscriptionOptions.of("load/" + member.topic, Integer.class), member);
        }
        Until.holds(
                () -> "not all are subscribed",
                () -> members.stream().allMatch(member -> member.subscribed.get() > 0)
                        && readers.stream().allMatch(RawReader::isServed));
        return this;
    }

    void publish() {
        var unused = clock.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        for (int i = 0; i < perTick; i++) {
            int number = numbers.getAndIncrement();
            int topic = number % TOPICS;
            open.incrementAndGet();
            // A topic has one publisher, so that its messages have one order.
            var unused = publishers
                    .get(topic % 2)
                    .publish("load/" + topic, number)
                    .whenComplete((receipt, failure) -> {
                        if (failure == null) confirmed.get(topic).put(number, true);
                        else unconfirmed.incrementAndGet();
                        open.decrementAndGet();
                    });
        }
    }

    /** Returns when the server said of so many more that it has them. */
    void awaitConfirmed(int more) {
        int goal = confirmed() + more;
        Until.holds(() -> confirmed() + " of " + goal + " are confirmed", () -> confirmed() >= goal);
    }

    int confirmed() {
        return confirmed.stream().mapToInt(ConcurrentHashMap::size).sum();
    }

    /** What was published, less what was answered one way or the other: nothing, once all is settled. */
    int unanswered() {
        return numbers.get() - confirmed() - unconfirmed.get();
    }

    int subscribes() {
        return members.stream().mapToInt(member -> member.subscribed.get()).sum();
    }

    /** Returns how many came back since, in how many milliseconds the slowest of them heard a message again. */
    String awaitBack(int subscribesBefore, int expected, long since) {
        Until.holds(
                () -> (subscribes() - subscribesBefore) + " of " + expected + " came back",
                () -> subscribes() - subscribesBefore >= expected
                        && members.stream()
                                        .filter(member -> member.recovered.get() - since > 0)
                                        .count()
                                >= expected);
        long slowest = members.stream()
                .mapToLong(member -> member.recovered.get() - since)
                .max()
                .orElse(0);
        long[] sorted = members.stream()
                .mapToLong(member -> member.recovered.get() - since)
                .filter(t -> t > 0)
                .sorted()
                .toArray();
        return sorted.length + " clients back, half of them after " + millis(sorted[sorted.length / 2])
                + " ms, the slowest after " + millis(slowest) + " ms";
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** Ends publishing and waits for what is under way; then the ledger. */
    String settle() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(10, TimeUnit.SECONDS);
        Until.holds(() -> open + " publishes are not answered", () -> open.get() == 0);
        try {
            Until.holds(() -> "", () -> lost() == 0);
        } catch (AssertionError late) {
            // The ledger says it.
        }
        return ledger();
    }

    private long lost() {
        return lostByReaders() + lostByMembers();
    }

    private long lostByReaders() {
        return IntStream.range(0, READERS)
                .mapToLong(topic -> confirmed.get(topic).keySet().stream()
                        .filter(number -> !readers.get(topic).heard(number))
                        .count())
                .sum();
    }

    private long lostByMembers() {
        return members.stream()
                .mapToLong(member -> confirmed.get(member.topic).keySet().stream()
                        .filter(number -> !member.heard.containsKey(number))
                        .count())
                .sum();
    }

    String ledger() {
        return "lost=" + lost() + " duplicated="
                + members.stream().mapToInt(m -> m.duplicated.get()).sum()
                + " disordered="
                + members.stream().mapToInt(m -> m.disordered.get()).sum()
                + " gaps="
                + (members.stream().mapToInt(m -> m.gaps.get()).sum()
                        + readers.stream().mapToInt(RawReader::gaps).sum());
    }

    /** What those without Holdfast were sent more than once: nothing keeps it from them. */
    int sentTwice() {
        return readers.stream().mapToInt(RawReader::sentTwice).sum();
    }

    /** What Holdfast kept from its listeners since it had come before. */
    private long filtered() {
        return members.stream()
                .map(member -> member.subscription)
                .filter(Objects::nonNull)
                .mapToLong(subscription -> subscription.stats().duplicates())
                .sum();
    }

    String figures() {
        long heard = members.stream().mapToLong(member -> member.heard.size()).sum();
        return "published=" + numbers + " confirmed=" + confirmed() + " unconfirmed=" + unconfirmed + " delivered="
                + heard + " filtered=" + filtered() + "; without Holdfast delivered="
                + readers.stream().mapToInt(RawReader::messages).sum() + " returns="
                + readers.stream().mapToInt(RawReader::returns).sum() + " sentTwice=" + sentTwice() + ";";
    }

    @Override
    public void close() {
        clock.shutdownNow();
        members.forEach(member -> member.client.close());
        readers.forEach(RawReader::close);
        publishers.forEach(RealtimeClient::close);
    }
}
