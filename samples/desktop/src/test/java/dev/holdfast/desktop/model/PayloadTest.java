package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    @Test
    void isLaidOutAndNothingButBlanksChanges() {
        String text = "{\"a\":1.50e0,\"b\":[true,null,\"x\\\"{,\",\"[\"],\"a\":{},\"c\":[ ]}";
        Payload payload = Payload.of(text);
        assertThat(payload.isJson()).isTrue();
        assertThat(payload.text()).isEqualTo("""
                {
                  "a": 1.50e0,
                  "b": [
                    true,
                    null,
                    "x\\"{,",
                    "["
                  ],
                  "a": {},
                  "c": []
                }""");
        assertThat(payload.note()).isEmpty();
        assertThat(JsonTokens.compact(payload.text())).isEqualTo(text.replace("[ ]", "[]"));
    }

    @Test
    void tellsWhatEachPieceIs() {
        Payload payload = Payload.of("{\"n\":[-1,\"s\",false]}");
        List<String> pieces = payload.spans().stream()
                .map(s -> s.kind() + " " + payload.text().substring(s.from(), s.to()))
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
            strings = {
                "",
                " ",
                "plain words\nin two lines",
                "{\"a\":",
                "{a:1}",
                "[1,]",
                "1 2",
                "{} {}",
                "{'a':1}",
                "NaN",
                "\"open"
            })
    void whatIsNoJsonStaysAsItIs(String text) {
        Payload payload = Payload.of(text);
        assertThat(payload.isJson()).isFalse();
        assertThat(payload.text()).isEqualTo(text);
        assertThat(payload.spans()).hasSizeLessThanOrEqualTo(1);
        assertThat(JsonTokens.compact(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"x\"", "null", " [ ] ", "-0.5"})
    void valuesAloneAreJson(String text) {
        assertThat(Payload.of(text).isJson()).isTrue();
        assertThat(JsonTokens.compact(text)).isEqualTo(text.replace(" ", ""));
    }

    /** What a server may send to keep a window busy; each longer than what is shown. */
    static List<String> hostile() {
        return List.of(
                "x".repeat(1 << 20),
                "words ".repeat(100_000),
                "\n".repeat(1 << 20),
                "\"" + "long string ".repeat(100_000) + "\"",
                "[" + "0,".repeat(64 << 10) + "0]",
                "[".repeat(200) + "0,".repeat(64 << 10) + "0" + "]".repeat(200),
                "[".repeat(250) + "]".repeat(250) + " ".repeat(70_000) + "trailing",
                "[".repeat(500_000) + "]".repeat(500_000),
                "{\"a\":".repeat(200_000) + "0" + "}".repeat(200_000),
                "[" + "[[],{}],".repeat(50_000) + "0]",
                "{" + "\"k\":{\"k\":[0]},".repeat(50_000) + "\"k\":0}",
                "\uD83D\uDE00".repeat(200_000),
                "e\u0301\u0302\u0303".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whateverItIsThereAreFewLinesAndShortOnesAndWhatIsCutIsSaid(String text) {
        Payload payload = Payload.of(text);
        assertThat(payload.text()).hasSizeLessThanOrEqualTo(Lines.MOST_CHARS);
        List<String> lines = List.of(payload.text().split("\n", -1));
        assertThat(lines).hasSizeLessThanOrEqualTo(Lines.MOST_LINES);
        assertThat(lines).allMatch(line -> line.length() <= Lines.MOST_WIDTH);
        assertThat(payload.spans()).hasSizeLessThanOrEqualTo(4 * Lines.MOST_LINES);
        assertThat(payload.note())
                .matches("Showing the first [0-9,]+ of [0-9,]+ characters; the export contains all of them\\.")
                .contains(String.format(" of %,d characters", text.length()));
        assertThat(lines)
                .as("no character is torn in two")
                .noneMatch(line -> !line.isEmpty() && Character.isLowSurrogate(line.charAt(0)));
    }

    @Test
    void howMuchIsShownIsSaidToTheCharacter() {
        String text = "y".repeat(Lines.MOST_CHARS * 2);
        Payload payload = Payload.of(text);
        int shown = payload.text().replace("\n", "").length();
        assertThat(payload.note()).startsWith(String.format("Showing the first %,d of ", shown));
        String array = "[" + "7,".repeat(5_000) + "7]";
        int taken = JsonTokens.compact(Payload.of(array).text() + "0]").length() - 2;
        assertThat(Payload.of(array).note()).startsWith(String.format("Showing the first %,d of ", taken));
    }

    @Test
    void lettersThatTakeLongToMeasureAreFew() {
        String arabic = "\u0627\u0644\u0628\u062D\u0631 ";
        assertThat(Payload.of(arabic.repeat(200)).note()).as("1,000").isEmpty();
        String text = Payload.of(arabic.repeat(20_000)).text().replaceAll("[ \n]", "");
        assertThat(text).hasSize(Lines.MOST_SHAPED);
        for (String easy : List.of(
                "\u00E9\u00DF", "\u041C\u043E\u0440\u0435", "\u03B8\u03AC", "\u6D77\u304B\uBC14", "\u2026\u2192"))
            assertThat(Payload.of(easy.repeat(1_000)).note()).as(easy).isEmpty();
    }

    @Test
    void whatJustFitsIsShownWhole() {
        String text = ("z".repeat(Lines.MOST_WIDTH) + "\n").repeat(100).strip();
        assertThat(Payload.of(text).text()).isEqualTo(text);
        assertThat(Payload.of(text).note()).isEmpty();
        String deep = "[".repeat(150) + "]".repeat(150);
        assertThat(Payload.of(deep).isJson()).isTrue();
        assertThat(Payload.of(deep).note()).isEmpty();
        assertThat(JsonTokens.compact(Payload.of(deep).text())).isEqualTo(deep);
    }

    @Test
    void placesAreFoundAlsoAcrossALineThatWasBroken() {
        Payload payload = Payload.of("-".repeat(Lines.MOST_WIDTH - 2) + "KELP and kelp");
        List<String> found = payload.find("kelp", 9).stream()
                .map(place -> payload.text().substring(place.from(), place.to()))
                .toList();
        assertThat(found).containsExactly("KE\nLP", "kelp");
        assertThat(payload.find("kelp", 1)).hasSize(1);
        assertThat(payload.find("", 9)).isEmpty();
        assertThat(payload.find("weed", 9)).isEmpty();
    }
}
