package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What one handful takes, and what it says of itself. */
class HandfulBoundsTest {
    private static RealMessage message(String id, String type, int size) {
        return new RealMessage("a", id, type, "x".repeat(size), size, 0);
    }

    @Test
    void itTakesSoManyMessages() {
        for (int likely : new int[] {0, 1, 100, 256, 10_000}) {
            RealMessage first = message(null, null, 1);
            Handful hand = new Handful(first);
            RealMessage[] all = new RealMessage[256];
            all[0] = first;
            for (int i = 1; i < 256; i++) {
                all[i] = message(null, null, 1);
                assertThat(hand.add(all[i], likely)).as("message %d", i).isTrue();
            }
            assertThat(hand.add(message(null, null, 1), likely)).isFalse();
            assertThat(hand.size()).isEqualTo(256);
            for (int i = 0; i < 256; i++) assertThat(hand.get(i)).isSameAs(all[i]);
            assertThat(hand.bytes()).isEqualTo(256);
            assertThat(hand.weight()).isEqualTo(256);
            assertThat(hand.hasPositions()).isFalse();
        }
    }

    @Test
    void itTakesNoMoreOnceItHoldsEnoughBytes() {
        Handful hand = new Handful(message(null, null, 65_535));
        assertThat(hand.add(message(null, null, 1), 0)).isTrue();
        assertThat(hand.add(message(null, null, 0), 0)).isFalse();
    }

    @Test
    void idsAndTypesWeighButAreNoBytesOfThePayload() {
        Handful typed = new Handful(message(null, "type", 3));
        assertThat(typed.weight()).isEqualTo(7);
        assertThat(typed.bytes()).isEqualTo(3);
        typed.add(message("id", null, 5), 0);
        assertThat(typed.weight()).isEqualTo(14);
        assertThat(typed.bytes()).isEqualTo(8);
        assertThat(new Handful(message("", null, 3)).hasPositions()).isTrue();
    }

    @Test
    void thePositionIsTheLastOfThoseThatWereCounted() {
        Handful hand = new Handful(message(null, null, 1));
        hand.add(message("2", null, 1), 0);
        hand.add(message(null, null, 1), 0);
        hand.add(message("4", null, 1), 0);
        assertThat(hand.position()).isNull();
        hand.done(1);
        assertThat(hand.settle()).isEqualTo(1);
        assertThat(hand.position()).isNull();
        hand.done(3);
        assertThat(hand.settle()).isEqualTo(2);
        assertThat(hand.position()).isEqualTo("2");
        hand.done(4);
        assertThat(hand.position()).isEqualTo("2");
        assertThat(hand.settle()).isEqualTo(1);
        assertThat(hand.position()).isEqualTo("4");
        assertThat(hand.settle()).isZero();
        assertThat(hand.stopped()).isFalse();
        hand.stop();
        assertThat(hand.stopped()).isTrue();
    }

    @Test
    void theFirstMessageMaySayThePosition() {
        Handful hand = new Handful(message("1", null, 1));
        hand.done(1);
        hand.settle();
        assertThat(hand.position()).isEqualTo("1");
    }
}
