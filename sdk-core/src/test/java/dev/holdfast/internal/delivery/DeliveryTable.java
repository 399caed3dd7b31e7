package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Delivery;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.Overflow;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionState;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.fixtures.FakeLoop;
import dev.holdfast.fixtures.FakeTransport;
import dev.holdfast.fixtures.FakeTransport.FakeConnection;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.fixtures.UninterruptibleCondition;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.Mutex;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One cell of the table of combinations: a subscription that receives 60 messages of three keys. Bound, order and accounts
 * are checked after each read and in each callback.
 */
final class DeliveryTable implements SubscriptionListener<String> {
    static final int MESSAGES = 60;
    static final int KEYS = 3;
    static final int QUEUE = 8;

    /** The thread that runs the listener. */
    enum Where {
        DIRECT,
        BACKGROUND,
        /** A user interface's thread: delivery returns it every 4 ms. */
        SCREEN,
        /** An executor that runs its tasks at once. */
        CALLER;

        boolean onReadingThread() {
            return this == DIRECT || this == CALLER;
        }
    }

    /**
     * The parameters of a cell. A listener that is late acts only when all has been read, or when reading waits. On the
     * reading thread it takes 150 ms for each message.
     */
    record Cell(
            Overflow.Kind kind,
            Where where,
            Acknowledgement acknowledgement,
            boolean positions,
            boolean oneRead,
            boolean late,
            boolean limitInBytes) {
        boolean manual() {
            return acknowledgement == Acknowledgement.MANUAL;
        }

        boolean keepsUp() {
            return !late && (where.onReadingThread() || !oneRead);
        }
    }

    final Cell cell;
    final List<Integer> handled = new ArrayList<>();
    final RealSubscription subscription;
    CloseReason ended;
    private final FakeLoop loop = new FakeLoop();
    private final ArrayDeque<Runnable> screen = new ArrayDeque<>();
    private final List<Message<?>> unacknowledged = new ArrayList<>();
    private final RealClient client;
    private final FakeConnection connection;
    private long told;
    /** The first failed check in a callback. */
    private Throwable failure;

    DeliveryTable(Cell cell) {
        this.cell = cell;
        FakeTransport net = new FakeTransport(false);
        ClientConfig config = Rig.config("https://test.example/feed", net, Plain.create());
        config.heartbeat = Heartbeat.off();
        config.limits = cell.limitInBytes()
                ? Limits.defaults().withQueue(1000, 150)
                : Limits.defaults().withQueue(QUEUE, 100_000);
        config.delivery = switch (cell.where()) {
            case DIRECT -> Delivery.direct();
            case BACKGROUND, SCREEN -> Delivery.on(screen::add);
            case CALLER -> Delivery.on(Runnable::run);
        };
        if (cell.where() == Where.BACKGROUND) config.delivery = Delivery.background();
        SharedRuntime runtime = new SharedRuntime(loop, this::work, () -> 1, net::drive, Room::new, "c");
        client = Rig.client(config, runtime, net);
        SubscriptionOptions<String> options = SubscriptionOptions.text("a")
                .withOverflow(overflow(cell.kind()))
                .withAcknowledgement(cell.acknowledgement());
        subscription = (RealSubscription) client.subscribe(options, this);
        loop.run();
        connection = net.last();
        connection.accept();
        listen();
    }

    private static Overflow overflow(Overflow.Kind kind) {
        return switch (kind) {
            case BLOCK -> Overflow.block();
            case DROP_OLDEST -> Overflow.dropOldest();
            case DROP_NEWEST -> Overflow.dropNewest();
            case LATEST -> Overflow.latest(message -> key(Integer.parseInt(message.text())));
            case FAIL -> Overflow.fail();
        };
    }

    static int key(int number) {
        return number % KEYS;
    }

    /** Workers of the client. With background delivery, they run the listener. */
    private void work(Runnable task) {
        if (cell.where() == Where.BACKGROUND) screen.add(task);
        else loop.workers().execute(task);
    }

    // ---- the server

    /** Sends all messages and brings the subscription to rest. */
    void run() {
        List<Frame> read = new ArrayList<>();
        for (int i = 1; i <= MESSAGES; i++) {
            read.add(new Frame().setText("" + i, null, "" + i, ("" + i).length()));
            if (cell.positions()) read.add(new Frame().setEmpty(null, position(i)));
            if (cell.oneRead() && i < MESSAGES) continue;
            connection.frames(read);
            read.clear();
            loop.run();
            if (!cell.late()) listen();
            check(0);
        }
        do {
            listen();
            check(0);
        } while (acknowledgeAll());
    }

    /** Returns the id behind the last message. */
    String end() {
        return cell.positions() ? position(MESSAGES) : "" + MESSAGES;
    }

    private static String position(int i) {
        return "behind message " + i;
    }

    void close() {
        client.close();
        listen();
    }

    // ---- the app

    private void listen() {
        loop.run();
        for (Runnable task = screen.poll(); task != null; task = screen.poll()) {
            int before = handled.size();
            task.run();
            if (cell.where() == Where.SCREEN)
                assertThat(handled.size() - before).isLessThanOrEqualTo(4);
            loop.run();
        }
    }

    private boolean acknowledgeAll() {
        List<Message<?>> now = new ArrayList<>(unacknowledged);
        unacknowledged.clear();
        Collections.reverse(now);
        now.forEach(Message::ack);
        loop.run();
        return !now.isEmpty();
    }

    @Override
    public void onMessage(Message<String> message) {
        assertThat(ended).as("a call after the last").isNull();
        int number = Integer.parseInt(message.data());
        assertThat(handled).as("order").allMatch(before -> before < number);
        if (cell.manual()) unacknowledged.add(message);
        check(1);
        handled.add(number);
        if (cell.where() == Where.SCREEN) loop.advanceMillis(1);
        if (cell.where().onReadingThread() && cell.late()) loop.advanceMillis(150);
        if (cell.manual() && !cell.late()) {
            message.ack();
            unacknowledged.clear();
        }
    }

    @Override
    public void onDropped(DroppedMessages dropped) {
        assertThat(ended).as("a call after the last").isNull();
        told += dropped.messages();
    }

    @Override
    public void onError(Throwable error) {
        if (failure == null) failure = error;
    }

    @Override
    public void onEnded(CloseReason reason) {
        assertThat(ended).as("a call after the last").isNull();
        ended = reason;
    }

    // ---- the checks

    /** Checks bound and accounts while {@code running} callbacks of messages run. */
    private void check(int running) {
        if (failure != null) throw new AssertionError("in a callback", failure);
        SubscriptionStats stats = subscription.stats();
        assertThat(stats.handled()).isEqualTo(handled.size());
        assertThat(stats.received())
                .as("accounts %s", stats)
                .isEqualTo(stats.handled() + stats.dropped() + stats.queued() + running);
        assertThat(told).isLessThanOrEqualTo(stats.dropped());
        // A message and its id weigh 2 to 4, a position behind it 16 or 17.
        int room = !cell.limitInBytes() ? QUEUE : cell.positions() ? 9 : 75;
        assertThat(stats.queued()).as("bound").isLessThanOrEqualTo(room);
        assertThat(unacknowledged.size()).as("bound").isLessThanOrEqualTo(room);
        boolean together = cell.kind() != Overflow.Kind.LATEST && cell.kind() != Overflow.Kind.DROP_OLDEST;
        if (together) assertThat(stats.queued() + unacknowledged.size()).isLessThanOrEqualTo(room);
    }

    /** Checks what holds in each cell once all has come to rest. */
    void checkAtRest() {
        SubscriptionStats stats = subscription.stats();
        assertThat(stats.queued()).isZero();
        assertThat(told).as("drops are told").isEqualTo(stats.dropped());
        assertThat(subscription.state() == SubscriptionState.ENDED).isEqualTo(ended != null);
        assertThat(stats.discarded()).isZero();
        assertThat(stats.errors()).isZero();
    }

    /** The condition of a reading thread that waits for room. The listener acts meanwhile. */
    private final class Room extends UninterruptibleCondition {
        private final Mutex lock;

        Room(Mutex lock) {
            this.lock = lock;
        }

        @Override
        public void awaitUninterruptibly() {
            lock.unlock();
            listen();
            acknowledgeAll();
            lock.lock();
        }

        @Override
        public void signalAll() {}
    }
}
