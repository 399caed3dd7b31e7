package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Delivery;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.fixtures.FakeLoop;
import dev.holdfast.fixtures.FakeTransport;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.CompositeMonitor;
import dev.holdfast.internal.runtime.Mutex;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.protocol.Plain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests the mailbox under all interleavings that Lincheck tries: a pump that offers, threads that deliver, one that
 * unsubscribes and one that reads the counters. In each of them, every accepted message is delivered once and in order,
 * or counted as discarded.
 */
public class MailboxInterleavingTest {
    private static final ClientConfig CONFIG = config();
    private static final SharedRuntime RUNTIME = runtime();
    private static final SubscriptionOptions<String> REQUEST = SubscriptionOptions.text("a");

    private final RealSubscription subscription = new RealSubscription(
            REQUEST, message -> {}, CONFIG, RUNTIME, new CompositeMonitor(List.of(), List.of()), gone -> {});
    private final Mailbox mailbox = subscription.mailbox();
    private final RealWireSubscription wire = mailbox.attach(subscription);
    private final List<Integer> delivered = Collections.synchronizedList(new ArrayList<>());
    /** The number of messages accepted from the pump. Only its thread writes it. */
    private int accepted;

    private static SharedRuntime runtime() {
        FakeLoop loop = new FakeLoop();
        return new SharedRuntime(loop, loop.workers(), () -> 0, pump -> {}, Mutex::newCondition, "c");
    }

    private static ClientConfig config() {
        FakeTransport net = new FakeTransport(false);
        ClientConfig config = Rig.config("https://test.example/", net, Plain.create());
        config.decoder = (message, type) -> message.text();
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
        SubscriptionStats stats = subscription.stats();
        long known = stats.handled() + stats.queued() + stats.discarded();
        // At most one callback runs, or was stopped and is not settled. With the rest of a batch that is two messages.
        if (known > stats.received() || known < stats.received() - 2) throw new AssertionError(stats.toString());
        mailbox.cursor();
    }

    @Validate
    public void nothingIsLostOrTwice() {
        deliver(mailbox.consumer().claimAndTakeNext());
        SubscriptionStats stats = subscription.stats();
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

    @Tag("slow")
    @Test
    @Timeout(300) // Lincheck first instruments all classes
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
