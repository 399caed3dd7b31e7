package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumericFieldsTest {
    @Test
    void areFoundWhereverTheyAre() {
        assertThat(NumericFields.of(
                        "{\"a\":1,\"s\":\"2\",\"o\":{\"b\":-2.5,\"l\":[3,{\"c\":4}]},\"up\":true,\"n\":null}"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("a", 1.0, "o.b", -2.5, "o.l[0]", 3.0, "o.l[1].c", 4.0, "up", 1.0));
        assertThat(NumericFields.of("42")).containsExactly(Map.entry("", 42.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "words here", "{\"a\":1", "[1,", "{\"a\":1e999}"})
    void areNoneInWhatIsNoJson(String text) {
        assertThat(NumericFields.of(text)).isEmpty();
    }

    @Test
    void areBoundedInNumberDepthAndSize() {
        assertThat(NumericFields.of("[" + "1,".repeat(999) + "1]")).hasSize(64);
        assertThat(NumericFields.of("[".repeat(20) + "1" + "]".repeat(20))).isEmpty();
        assertThat(NumericFields.of("{\"" + "n".repeat(201) + "\":1,\"a\":2}"))
                .as("a name that could not be read in a list")
                .containsOnlyKeys("a");
        assertThat(NumericFields.of("{\"a\":1,\"s\":\"" + "x".repeat(70_000) + "\"}"))
                .isEmpty();
    }
}
