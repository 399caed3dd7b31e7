package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests the bounds of one batch and its totals. */
class MessageBatchBoundsTest {
    private static RealMessage message(String id, String type, int size) {
        return new RealMessage("a", id, type, "x".repeat(size), size, 0);
    }

    @Test
    void itTakesSoManyMessages() {
        for (int likely : new int[] {0, 1, 100, 256, 10_000}) {
            RealMessage first = message(null, null, 1);
            MessageBatch batch = new MessageBatch(first);
            RealMessage[] all = new RealMessage[256];
            all[0] = first;
            for (int i = 1; i < 256; i++) {
                all[i] = message(null, null, 1);
                assertThat(batch.add(all[i], likely)).as("message %d", i).isTrue();
            }
            assertThat(batch.add(message(null, null, 1), likely)).isFalse();
            assertThat(batch.size()).isEqualTo(256);
            for (int i = 0; i < 256; i++) assertThat(batch.get(i)).isSameAs(all[i]);
            assertThat(batch.payloadBytes()).isEqualTo(256);
            assertThat(batch.queueWeight()).isEqualTo(256);
            assertThat(batch.hasPositions()).isFalse();
        }
    }

    @Test
    void itTakesNoMoreOnceItHoldsEnoughBytes() {
        MessageBatch batch = new MessageBatch(message(null, null, 65_535));
        assertThat(batch.add(message(null, null, 1), 0)).isTrue();
        assertThat(batch.add(message(null, null, 0), 0)).isFalse();
    }

    @Test
    void idsAndTypesWeighButAreNoBytesOfThePayload() {
        MessageBatch typed = new MessageBatch(message(null, "type", 3));
        assertThat(typed.queueWeight()).isEqualTo(7);
        assertThat(typed.payloadBytes()).isEqualTo(3);
        typed.add(message("id", null, 5), 0);
        assertThat(typed.queueWeight()).isEqualTo(14);
        assertThat(typed.payloadBytes()).isEqualTo(8);
        assertThat(new MessageBatch(message("", null, 3)).hasPositions()).isTrue();
    }

    @Test
    void thePositionIsTheLastOfThoseThatWereCounted() {
        MessageBatch batch = new MessageBatch(message(null, null, 1));
        batch.add(message("2", null, 1), 0);
        batch.add(message(null, null, 1), 0);
        batch.add(message("4", null, 1), 0);
        assertThat(batch.lastPosition()).isNull();
        batch.markDone(1);
        assertThat(batch.countNewlyDone()).isEqualTo(1);
        assertThat(batch.lastPosition()).isNull();
        batch.markDone(3);
        assertThat(batch.countNewlyDone()).isEqualTo(2);
        assertThat(batch.lastPosition()).isEqualTo("2");
        batch.markDone(4);
        assertThat(batch.lastPosition()).isEqualTo("2");
        assertThat(batch.countNewlyDone()).isEqualTo(1);
        assertThat(batch.lastPosition()).isEqualTo("4");
        assertThat(batch.countNewlyDone()).isZero();
        assertThat(batch.isStopped()).isFalse();
        batch.stopDelivery();
        assertThat(batch.isStopped()).isTrue();
    }

    @Test
    void theFirstMessageMaySayThePosition() {
        MessageBatch batch = new MessageBatch(message("1", null, 1));
        batch.markDone(1);
        batch.countNewlyDone();
        assertThat(batch.lastPosition()).isEqualTo("1");
    }
}
