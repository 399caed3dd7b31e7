package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Continuity;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Limits;
import dev.holdfast.Overflow;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests what a queue holds in memory after random calls: messages, bytes and entries, whichever call removed one. */
class MessageQueueBoundsTest {
    private static final int MESSAGES = 8;
    private static final int BYTES = 400;
    private static final int LARGEST = 90;
    /** Superseded messages that may stay for a while. */
    private static final int SUPERSEDED = 64 + MESSAGES + 1;

    private static final List<Continuity> CONTINUITIES = List.of(Continuity.values());

    private final UnackedMessages unacked = new UnackedMessages();
    private final List<TrackedMessage> handedOut = new ArrayList<>();
    private long received;
    private long taken;
    private long told;

    @ParameterizedTest
    @EnumSource(Overflow.Kind.class)
    void randomCallsStayWithinTheLimits(Overflow.Kind kind) throws ReflectiveOperationException {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            boolean manual = seed % 2 == 0;
            int messages = 1 + random.nextInt(8); // of ten calls
            int polls = random.nextInt(4);
            MessageQueue queue = new MessageQueue(kind, Limits.defaults().withQueue(MESSAGES, BYTES), unacked);
            for (int step = 0; step < 1500; step++) {
                int call = random.nextInt(12);
                if (call < messages) {
                    if (queue.add(message(random, step))) received++;
                } else if (call < 10) queue.add(new CursorMarker("p".repeat(random.nextInt(LARGEST))));
                else if (call == 10) queue.add(CONTINUITIES.get(random.nextInt(CONTINUITIES.size())));
                else queue.add(new IllegalStateException());
                if (random.nextInt(10) < polls) poll(queue, manual);
                if (random.nextInt(20) == 0) acknowledge();
                check(queue, kind);
            }
            do acknowledge();
            while (poll(queue, manual));
            assertThat(received).isEqualTo(taken + queue.dropped());
            assertThat(told).isEqualTo(queue.dropped());
            acknowledge();
            received = 0;
            taken = 0;
            told = 0;
        }
    }

    private static TrackedMessage message(Random random, int number) {
        int size = random.nextInt(LARGEST);
        TrackedMessage message = new TrackedMessage(m -> {}, "a", null, null, "m", size, 0);
        message.computeKey(m -> number % 3);
        return message;
    }

    private boolean poll(MessageQueue queue, boolean manual) {
        if (queue.isMessageNext() && queue.awaitsAcknowledgement()) return false;
        Object entry = queue.poll();
        if (entry instanceof RealMessage) taken++;
        if (entry instanceof DroppedMessages dropped) told += dropped.messages();
        if (!manual) return entry != null;
        if (entry instanceof CursorMarker marker) unacked.add(marker);
        if (entry instanceof TrackedMessage message) {
            unacked.add(message);
            handedOut.add(message);
        }
        unacked.advanceAcknowledged();
        return entry != null;
    }

    private void acknowledge() {
        handedOut.forEach(TrackedMessage::markAcknowledged);
        handedOut.clear();
        unacked.advanceAcknowledged();
    }

    private void check(MessageQueue queue, Overflow.Kind kind) throws ReflectiveOperationException {
        boolean keepsNewest = kind == Overflow.Kind.LATEST || kind == Overflow.Kind.DROP_OLDEST;
        int entries = 0;
        int slots = 0;
        long held = 0;
        for (Object entry : entries(queue)) {
            if (entry == null) continue;
            entries++;
            if (entry instanceof RealMessage message) {
                slots++;
                held += message.weight;
            } else if (entry instanceof CursorMarker marker) held += marker.id.length();
        }
        assertThat(queue.messages() + (keepsNewest ? 0 : unacked.messages())).isBetween(0, MESSAGES);
        assertThat(unacked.messages()).isBetween(0, MESSAGES);
        assertThat(slots - queue.messages()).isBetween(0, kind == Overflow.Kind.LATEST ? SUPERSEDED : 0);
        // A gap, another continuity and a position before each message and behind the last one, and one error.
        assertThat(entries).isLessThanOrEqualTo(slots + 3 * (slots + 1) + 4);
        // One message may be alone in it; a position behind the last message is never refused.
        assertThat(held).isLessThanOrEqualTo(BYTES + BYTES / 4 + 3L * LARGEST);
        assertThat(unacked.bytes()).isLessThanOrEqualTo(BYTES + 2L * LARGEST);
    }

    private static Object[] entries(MessageQueue queue) throws ReflectiveOperationException {
        Field ring = MessageQueue.class.getDeclaredField("ring");
        ring.setAccessible(true);
        Field entries = RingBuffer.class.getDeclaredField("entries");
        entries.setAccessible(true);
        return (Object[]) entries.get(ring.get(queue));
    }
}
