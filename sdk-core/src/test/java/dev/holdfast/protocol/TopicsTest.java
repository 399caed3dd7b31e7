package dev.holdfast.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicsTest {
    @ParameterizedTest
    @CsvSource({
        "https://h, a, https://h/a",
        "https://h/, a/b, https://h/a/b",
        "https://h/x, a, https://h/x/a",
        "https://h/x/?k=1, a, https://h/x/a?k=1",
        "https://h?k=a/b?c, a, https://h/a?k=a/b?c",
        "https://h, a b, https://h/a%20b",
        "https://h, a?b#c, https://h/a%3Fb%23c",
        "https://h, %2e%2e/a, https://h/%252e%252e/a",
        "https://h, ..a/b.., https://h/..a/b..",
        "https://h, a//b, https://h/a//b",
        "https://h, größe, https://h/gr%C3%B6%C3%9Fe",
        "https://h, 😀, https://h/%F0%9F%98%80",
        "https://h, a\\b, https://h/a%5Cb",
        "https://h, x:y@z, https://h/x:y@z"
    })
    void belowTheBase(String base, String topic, String url) {
        assertThat(Topics.resolve(base, topic)).isEqualTo(url);
    }

    @Test
    void theEmptyTopicIsTheBaseItself() {
        assertThat(Topics.resolve("https://h/x?k=1", "")).isEqualTo("https://h/x?k=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "//h2/a", "..", ".", "a/..", "../a", "a/./b", "a/../../b", "\ud800", "a\udc00b"})
    void whatCouldLeaveItIsRefused(String topic) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topics.resolve("https://h/x", topic))
                .withMessageStartingWith("The topic ");
    }

    @Test
    void parameters() {
        assertThat(Topics.parameter("https://h", "topic", "a/b&c=ö")).isEqualTo("https://h?topic=a%2Fb%26c%3D%C3%B6");
        assertThat(Topics.parameter("https://h?k=1", "topic", "")).isEqualTo("https://h?k=1&topic=");
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.parameter("https://h", "topic", "\ud800"));
    }
}
