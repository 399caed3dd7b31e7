package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Continuity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests the ring against a plain list with random calls. */
class RingBufferTest {
    private static final List<Continuity> CONTINUITIES = List.of(Continuity.values());

    private final RingBuffer ring = new RingBuffer();
    private final List<Object> model = new ArrayList<>();

    private static RealMessage message(int i) {
        return new TrackedMessage(acknowledged -> {}, "a", null, null, "m" + i, 1, 0);
    }

    private static boolean position(Object entry) {
        return entry instanceof CursorMarker;
    }

    /** Adds to the model, and merges it as the ring does. */
    private void add(Object entry) {
        model.add(entry);
        merge();
    }

    private void merge() {
        for (int i = 1; i < model.size(); i++) {
            Object before = model.get(i - 1);
            Object entry = model.get(i);
            boolean swap = position(before) && entry instanceof Continuity;
            if (swap) Collections.swap(model, i - 1, i);
            else if (position(entry) ? !position(before) : !replaces(entry, before)) continue;
            else model.remove(i - 1);
            i = 0; // from the start
        }
    }

    private static boolean replaces(Object entry, Object before) {
        if (!(entry instanceof Continuity && before instanceof Continuity)) return false;
        return before != Continuity.GAP || entry == Continuity.GAP;
    }

    private Object pollMessage() {
        for (int i = 0; i < model.size(); i++) {
            if (!(model.get(i) instanceof RealMessage)) continue;
            Object found = model.remove(i);
            merge();
            return found;
        }
        return null;
    }

    private void compare() {
        assertThat(ring.isEmpty()).isEqualTo(model.isEmpty());
        assertThat(ring.first()).isSameAs(model.isEmpty() ? null : model.get(0));
        assertThat(ring.last()).isSameAs(model.isEmpty() ? null : model.get(model.size() - 1));
        long bytes = 0;
        for (Object entry : model) if (position(entry)) bytes += ((CursorMarker) entry).id.length();
        assertThat(ring.markerBytes()).isEqualTo(bytes);
    }

    @Test
    void itDoesWhatAListWouldDo() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int additions = 1 + random.nextInt(8); // of ten calls, so that some rings stay short and others grow
            for (int step = 0; step < 200; step++) {
                if (random.nextInt(10) < additions) {
                    Object entry = entry(random, step);
                    ring.add(entry);
                    add(entry);
                } else {
                    call(random);
                }
                compare();
            }
            for (Object entry : model) assertThat(ring.poll()).isSameAs(entry);
            assertThat(ring.poll()).isNull();
            model.clear();
        }
    }

    private static Object entry(Random random, int step) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new CursorMarker("p" + step);
            case 2 -> CONTINUITIES.get(random.nextInt(CONTINUITIES.size()));
            case 3 -> "signal " + step;
            default -> message(step);
        };
    }

    private void call(Random random) {
        switch (random.nextInt(12)) {
            case 0 -> {
                ring.clear();
                model.clear();
            }
            case 1 -> {
                boolean none = random.nextBoolean();
                if (!none)
                    model.forEach(e -> {
                        if (e instanceof TrackedMessage m) m.markSuperseded();
                    });
                ring.removeSuperseded();
                if (!none) model.removeIf(entry -> entry instanceof RealMessage);
                merge();
            }
            case 2, 3, 4, 5, 6, 7 -> assertThat(ring.pollMessage()).isSameAs(pollMessage());
            default -> assertThat(ring.poll()).isSameAs(model.isEmpty() ? null : model.remove(0));
        }
    }

    @Test
    void aFullRingThatLosesNothingLosesNothing() {
        for (int i = 0; i < 8; i++) ring.add("entry " + i);
        ring.removeSuperseded();
        for (int i = 0; i < 8; i++) assertThat(ring.poll()).isEqualTo("entry " + i);
    }
}
