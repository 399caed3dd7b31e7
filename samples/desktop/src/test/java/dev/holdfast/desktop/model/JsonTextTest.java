package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @Test
    void isLaidOutAndNothingButBlanksChanges() {
        String text = "{\"a\":1.50e0,\"b\":[true,null,\"x\\\"{,\"],\"a\":{},\"c\":[ ]}";
        JsonText pretty = JsonText.pretty(text);
        assertThat(pretty.isJson()).isTrue();
        assertThat(pretty.text()).isEqualTo("""
                {
                  "a": 1.50e0,
                  "b": [
                    true,
                    null,
                    "x\\"{,"
                  ],
                  "a": {},
                  "c": []
                }""");
        assertThat(JsonText.compact(pretty.text()).text()).isEqualTo(text.replace("[ ]", "[]"));
    }

    @Test
    void tellsWhatEachPieceIs() {
        JsonText pretty = JsonText.pretty("{\"n\":[-1,\"s\",false]}");
        List<String> pieces = pretty.spans().stream()
                .map(s -> s.kind() + " " + pretty.text().substring(s.from(), s.to()))
                .toList();
        assertThat(pieces)
                .containsExactly(
                        "MARK {",
                        "NAME \"n\"",
                        "MARK :",
                        "MARK [",
                        "NUMBER -1",
                        "MARK ,",
                        "STRING \"s\"",
                        "MARK ,",
                        "WORD false",
                        "MARK ]",
                        "MARK }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "plain words", "{\"a\":", "{a:1}", "[1,]", "1 2", "{} {}", "{'a':1}", "NaN", "\"open"})
    void whatIsNoJsonStaysAsItIs(String text) {
        JsonText pretty = JsonText.pretty(text);
        assertThat(pretty.isJson()).isFalse();
        assertThat(pretty.text()).isEqualTo(text);
        assertThat(pretty.spans()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"x\"", "null", " [ ] ", "-0.5"})
    void valuesAloneAreJson(String text) {
        assertThat(JsonText.compact(text).isJson()).isTrue();
        assertThat(JsonText.compact(text).text()).isEqualTo(text.replace(" ", ""));
    }

    @Test
    void depthIsNoDanger() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(JsonText.pretty(deep).text()).isNotEmpty();
    }
}
