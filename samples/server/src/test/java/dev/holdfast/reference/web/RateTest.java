package dev.holdfast.reference.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {
    private long now = Long.MAX_VALUE - 5;

    @Test
    void aSecondsWorthMayComeAtOnceAndThenAsTimeGoes() {
        Rate rate = new Rate(10, () -> now);
        for (int i = 0; i < 10; i++) assertThat(rate.allows(1)).isTrue();
        assertThat(rate.allows(1)).isFalse();

        now += TimeUnit.MILLISECONDS.toNanos(100);
        assertThat(rate.allows(1)).isTrue();
        assertThat(rate.allows(1)).isFalse();

        now += TimeUnit.HOURS.toNanos(1);
        for (int i = 0; i < 10; i++) assertThat(rate.allows(1)).isTrue();
        assertThat(rate.allows(1)).isFalse();
    }

    @Test
    void eachWhoPostsHasOne() {
        Rates rates = new Rates(1, () -> now);

        assertThat(rates.allows("a")).isTrue();
        assertThat(rates.allows("a")).isFalse();
        assertThat(rates.allows("b")).isTrue();
    }

    @Test
    void onlySoManyAreRemembered() {
        Rates rates = new Rates(1, () -> now);
        assertThat(rates.allows("first")).isTrue();
        for (int i = 0; i < 10_000; i++) assertThat(rates.allows("other " + i)).isTrue();

        assertThat(rates.allows("first")).isTrue();
        assertThat(rates.allows("other 9999")).isFalse();
    }
}
