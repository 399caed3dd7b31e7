package dev.holdfast.reference.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
    @Test
    void whatWasWrittenIsRead() {
        assertThat(EventId.parse("1764000000000-17")).isEqualTo(new EventId(1764000000000L, 17));
        assertThat(EventId.parse("0-0")).hasToString("0-0");
        assertThat(new EventId(2, 0).isAfter(new EventId(1, 9))).isTrue();
        assertThat(new EventId(2, 0).isAfter(new EventId(2, 0))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1-",
                "-1",
                "01-1",
                "1-01",
                "+1-1",
                "1-1 ",
                "1-1-1",
                "a7:1041",
                "99999999999999999999-1",
                "(1-1",
                "١-1"
            })
    void whatIsNoneOfOursIsNone(String text) {
        assertThat(EventId.parse(text)).isNull();
    }
}
