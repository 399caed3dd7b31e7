package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Delivery;
import dev.holdfast.Limits;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.SubscriptionStats;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Target;
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
 * The mailbox under threads that interleave as a checker likes: a pump that offers, threads that deliver, one that stops
 * it, one that looks. Whatever the order, each message accepted is delivered once and in order, or counted as discarded.
 */
public class MailboxInterleavingTest {
    private static final Settings SETTINGS = settings();
    private static final SubscriptionRequest<String> REQUEST = SubscriptionRequest.text("a");

    private final RealSubscription subscription = new RealSubscription(REQUEST, message -> {}, SETTINGS, gone -> {});
    private final Mailbox mailbox = subscription.mailbox();
    private final RealRoute route = mailbox.attach(subscription);
    private final List<Integer> delivered = Collections.synchronizedList(new ArrayList<>());
    /** What the pump got in; only its thread writes. */
    private int accepted;

    private static Settings settings() {
        FakeLoop loop = new FakeLoop();
        FakeTransport net = new FakeTransport(false);
        Settings settings = new Settings(
                Target.of("https://test.example/"),
                net,
                net,
                Plain.create(),
                (message, type) -> message.text(),
                new Settings.Shared(loop, loop, () -> 0, link -> {}));
        settings.delivery = Delivery.direct();
        settings.limits = Limits.defaults().queue(3, 1000);
        return settings;
    }

    private RealMessage message(int number) {
        return new RealMessage("a", String.valueOf(number), null, "m" + number, 2, 0);
    }

    @Operation(nonParallelGroup = "pump")
    public void offer() {
        if (mailbox.offer(route, message(accepted + 1)) == Mailbox.Offer.ACCEPTED) accepted++;
    }

    @Operation(nonParallelGroup = "pump")
    public void pass() {
        Handful hand = new Handful(message(accepted + 1));
        hand.add(message(accepted + 2), 2);
        if (!mailbox.pass(route, hand)) return;
        accepted += 2;
        for (int i = 0; i < hand.size() && !hand.stopped(); i++) {
            delivered.add(Integer.valueOf(hand.get(i).id()));
            hand.done(i + 1);
        }
        deliver(mailbox.turn().next());
    }

    @Operation
    public void deliver() {
        deliver(mailbox.turn().claimNext());
    }

    private void deliver(Object first) {
        for (Object entry = first; entry != null; entry = mailbox.turn().next()) {
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
        deliver(mailbox.turn().claimNext());
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

    @Tag("slow")
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
