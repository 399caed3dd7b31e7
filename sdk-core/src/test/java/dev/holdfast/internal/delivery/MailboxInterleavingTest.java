package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Delivery;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.fixtures.FakeLoop;
import dev.holdfast.fixtures.FakeTransport;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.Mutex;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The mailbox under threads that interleave as a checker likes: a pump that offers, threads that deliver, one that stops
 * it, one that looks. Whatever the order, each message accepted is delivered once and in order, or counted as discarded.
 */
public class MailboxInterleavingTest {
    private static final ClientConfig SETTINGS = settings();
    private static final SubscriptionOptions<String> REQUEST = SubscriptionOptions.text("a");

    private final RealSubscription subscription = new RealSubscription(REQUEST, message -> {}, SETTINGS, gone -> {});
    private final Mailbox mailbox = subscription.mailbox();
    private final RealWireSubscription wire = mailbox.attach(subscription);
    private final List<Integer> delivered = Collections.synchronizedList(new ArrayList<>());
    /** What the pump got in; only its thread writes. */
    private int accepted;

    private static ClientConfig settings() {
        FakeLoop loop = new FakeLoop();
        FakeTransport net = new FakeTransport(false);
        ClientConfig config = new ClientConfig(
                Target.of("https://test.example/"),
                net,
                net,
                Plain.create(),
                (message, type) -> message.text(),
                new SharedRuntime(loop, loop.workers(), () -> 0, pump -> {}, Mutex::newCondition, "c"));
        config.delivery = Delivery.direct();
        config.limits = Limits.defaults().withQueue(3, 1000);
        return config;
    }

    private RealMessage message(int number) {
        return new RealMessage("a", String.valueOf(number), null, "m" + number, 2, 0);
    }

    @Operation(nonParallelGroup = "pump")
    public void offer() {
        if (mailbox.offer(wire, message(accepted + 1)) == Mailbox.OfferResult.ACCEPTED) accepted++;
    }

    @Operation(nonParallelGroup = "pump")
    public void pass() {
        MessageBatch batch = new MessageBatch(message(accepted + 1));
        batch.add(message(accepted + 2), 2);
        if (!mailbox.offerDirect(wire, batch)) return;
        accepted += 2;
        for (int i = 0; i < batch.size() && !batch.isStopped(); i++) {
            delivered.add(Integer.valueOf(batch.get(i).id()));
            batch.markDone(i + 1);
        }
        deliver(mailbox.consumer().takeNext());
    }

    @Operation
    public void deliver() {
        deliver(mailbox.consumer().claimAndTakeNext());
    }

    private void deliver(Object first) {
        for (Object entry = first; entry != null; entry = mailbox.consumer().takeNext()) {
            if (entry instanceof RealMessage) delivered.add(Integer.valueOf(((RealMessage) entry).id()));
        }
    }

    @Operation(runOnce = true)
    public void stop() {
        mailbox.unsubscribe(false);
    }

    @Operation
    public void look() {
        SubscriptionStats stats = mailbox.stats(0);
        long known = stats.handled() + stats.queued() + stats.discarded();
        // At most one runs, or has been stopped and not settled: with a handful's rest that is two.
        if (known > stats.received() || known < stats.received() - 2) throw new AssertionError(stats.toString());
        mailbox.cursor();
    }

    @Validate
    public void nothingIsLostOrTwice() {
        deliver(mailbox.consumer().claimAndTakeNext());
        SubscriptionStats stats = mailbox.stats(0);
        List<Integer> inOrder = new ArrayList<>(delivered);
        for (int i = 0; i < inOrder.size(); i++) {
            if (inOrder.get(i) != i + 1) throw new AssertionError("delivered " + inOrder);
        }
        boolean whole = stats.received() == accepted
                && stats.handled() == inOrder.size()
                && stats.handled() + stats.discarded() == accepted
                && stats.queued() == 0;
        if (!whole) throw new AssertionError(stats + ", accepted " + accepted + ", delivered " + inOrder);
        String cursor = inOrder.isEmpty() ? null : String.valueOf(inOrder.get(inOrder.size() - 1));
        if (cursor == null ? mailbox.cursor() != null : !cursor.equals(mailbox.cursor())) {
            throw new AssertionError("cursor " + mailbox.cursor() + " after " + inOrder);
        }
    }

    @Test
    @Timeout(300) // before it begins, Lincheck instruments every class there is
    void underStress() {
        new StressOptions()
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(4)
                .minimizeFailedScenario(false)
                .check(MailboxInterleavingTest.class);
    }

    @Test
    void theSettingsLetMessagesPass() {
        pass();
        assertThat(delivered).containsExactly(1, 2);
    }
}
