package dev.holdfast.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LazyJsonTest {
    private static final int DEEP = 100_000;

    @Test
    void membersAreFoundAndNotParsed() throws Exception {
        LazyJson frame = LazyJson.of("{\"a\":\"x\",\"n\":-12,\"t\":true,\"z\":null,\"data\":{ \"k\" : [1, 2] }}");
        assertThat(frame.isArray()).isFalse();
        assertThat(frame.string("a")).isEqualTo("x");
        assertThat(frame.raw("a")).isEqualTo("\"x\"");
        assertThat(frame.number("n", 7)).isEqualTo(-12);
        assertThat(frame.isTrue("t")).isTrue();
        assertThat(frame.raw("z")).isEqualTo("null");
        assertThat(frame.raw("data")).isEqualTo("{ \"k\" : [1, 2] }");
        assertThat(frame.toString()).startsWith("{").endsWith("}}");
    }

    @Test
    void whatIsMissingOrOfAnotherKind() throws Exception {
        LazyJson frame = LazyJson.of("{\"s\":\"1\",\"n\":1.5,\"big\":9223372036854775808,\"f\":false,\"o\":{}}");
        assertThat(frame.raw("none")).isNull();
        assertThat(frame.string("none")).isNull();
        assertThat(frame.string("n")).isNull();
        assertThat(frame.number("s", 7)).isEqualTo(7);
        assertThat(frame.number("n", 7)).isEqualTo(7);
        assertThat(frame.number("big", 7)).isEqualTo(7);
        assertThat(frame.number("none", 7)).isEqualTo(7);
        assertThat(frame.isTrue("f")).isFalse();
        assertThat(frame.isTrue("o")).isFalse();
        assertThat(frame.isTrue("none")).isFalse();
    }

    @Test
    void whitespaceAnywhere() throws Exception {
        LazyJson frame = LazyJson.of(" \t\r\n{ \"a\" : 1 ,\n\"b\"\t:\r\"c\" } \n");
        assertThat(frame.number("a", 0)).isEqualTo(1);
        assertThat(frame.string("b")).isEqualTo("c");
        assertThat(LazyJson.of(" { } ").raw("a")).isNull();
        assertThat(LazyJson.of(" [ ] ").raw("0")).isNull();
    }

    @Test
    void escapesInValuesAndNames() throws Exception {
        LazyJson frame =
                LazyJson.of("{\"q\":\"a\\\"}\\\\\",\"\\u0074ype\":\"m\",\"u\":\"\\u20ac\\n\",\"bad\":\"\\x\"}");
        assertThat(frame.string("q")).isEqualTo("a\"}\\");
        assertThat(frame.string("type")).isEqualTo("m");
        assertThat(frame.string("u")).isEqualTo("€\n");
        assertThat(frame.string("bad")).isNull();
        assertThat(frame.raw("bad")).isEqualTo("\"\\x\"");
    }

    @Test
    void aNameWithAnEscapeIsNotTakenByTheLetter() throws Exception {
        LazyJson frame = LazyJson.of("{\"a\\b\":1,\"a\\\\b\":2}");
        assertThat(frame.number("a\b", 0)).isEqualTo(1);
        assertThat(frame.number("a\\b", 0)).isEqualTo(2);
    }

    @Test
    void unicodeAndEmptyNames() throws Exception {
        LazyJson frame = LazyJson.of("{\"\":\"empty\",\"größe\":\"😀\",\"\\ud83d\\ude00\":1}");
        assertThat(frame.string("")).isEqualTo("empty");
        assertThat(frame.string("größe")).isEqualTo("😀");
        assertThat(frame.number("😀", 0)).isEqualTo(1);
    }

    @Test
    void ofDuplicatesTheLastCounts() throws Exception {
        LazyJson frame = LazyJson.of("{\"a\":1,\"a\":2,\"\\u0061\":3,\"b\":1,\"\\u0062\":2,\"b\":3}");
        assertThat(frame.number("a", 0)).isEqualTo(3);
        assertThat(frame.number("b", 0)).isEqualTo(3);
    }

    @Test
    void anArraysElementsAreNamedByTheirPlace() throws Exception {
        LazyJson frame = LazyJson.of("[42, \"hb\", [[1,2],{\"a\":3}], true, null]");
        assertThat(frame.isArray()).isTrue();
        assertThat(frame.number("0", -1)).isEqualTo(42);
        assertThat(frame.string("1")).isEqualTo("hb");
        assertThat(frame.raw("2")).isEqualTo("[[1,2],{\"a\":3}]");
        assertThat(frame.isTrue("3")).isTrue();
        assertThat(frame.raw("4")).isEqualTo("null");
        for (String none : new String[] {"5", "", "00", "-1", "+0", "x", "٣", "99999999999"}) {
            assertThat(frame.raw(none)).as(none).isNull();
        }
    }

    @Test
    void howeverDeepItIsNested() throws Exception {
        String deep = "[".repeat(DEEP) + "]".repeat(DEEP);
        assertThat(LazyJson.of("{\"data\":" + deep + ",\"n\":1}").raw("data")).isEqualTo(deep);
        assertThat(LazyJson.of(deep).raw("0")).hasSize(2 * DEEP - 2);
        String objects = "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
        assertThat(LazyJson.of(objects).raw("a")).hasSize(objects.length() - 6);
        assertThat(refused("[".repeat(DEEP)).text()).contains("ends too early");
    }

    @Test
    void manyLongNamesWithoutEscapesAreSearchedOnceEach() throws Exception {
        StringBuilder text = new StringBuilder("{\"type\":\"m\"");
        for (int i = 0; i < 100_000; i++) text.append(",\"name").append(i).append("\":1");
        LazyJson frame = LazyJson.of(text.append('}').toString());
        // This would take minutes if the search for an escape in each name ran to the end of the text.
        for (int i = 0; i < 5; i++) assertThat(frame.string("type")).isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "}",
                "null",
                "1",
                "\"a\"",
                "{}x",
                "[]]",
                "{}{}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":\"x}",
                "{\"a\":\"x\\\"}",
                "{\"a\":1]",
                "[1}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[\"a\":1]",
                "{\"a\":nonsense}",
                "{\"a\":True}",
                "{\"a\":truex}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":1:2}",
                "{\"a\":NaN}",
                "{\"a\":{}",
                "{\"a\":٣}",
                "\u0000{}",
                "{\u000b}",
                "\u00a0{}",
                "\ufeff{}"
            })
    void whatIsNotOneObjectOrArray(String text) {
        CloseReason reason = refused(text);
        assertThat(reason.kind()).isEqualTo(CloseReason.Kind.PROTOCOL);
        assertThat(reason.retryable()).isTrue();
        assertThat(reason.text()).startsWith("A frame is not a JSON object or array: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "10", "1.5", "-1.25e-3", "1E+2", "true", "false", "null"})
    void everyLiteral(String literal) throws Exception {
        assertThat(LazyJson.of("{\"a\":" + literal + "}").raw("a")).isEqualTo(literal);
        assertThat(LazyJson.of("[" + literal + "]").raw("0")).isEqualTo(literal);
    }

    /** Tests that text written by Gson is split as Gson would split it. */
    @Test
    void agreesWithGson() throws Exception {
        Random random = new Random(7);
        Gson gson = new Gson();
        for (int i = 0; i < 2_000; i++) {
            JsonObject object = new JsonObject();
            for (int k = random.nextInt(6); k > 0; k--) object.add(word(random), value(random, 4));
            LazyJson frame = LazyJson.of(gson.toJson(object));
            for (String name : object.keySet()) {
                assertThat(JsonParser.parseString(frame.raw(name))).isEqualTo(object.get(name));
                JsonElement value = object.get(name);
                boolean string =
                        value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
                assertThat(frame.string(name)).isEqualTo(string ? value.getAsString() : null);
            }
        }
    }

    private static JsonElement value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 5)) {
            case 0 -> new JsonPrimitive(word(random));
            case 1 -> new JsonPrimitive(random.nextLong());
            case 2 -> new JsonPrimitive(random.nextBoolean());
            case 3 -> {
                JsonObject object = new JsonObject();
                for (int k = random.nextInt(4); k > 0; k--) object.add(word(random), value(random, depth - 1));
                yield object;
            }
            default -> {
                JsonArray array = new JsonArray();
                for (int k = random.nextInt(4); k > 0; k--) array.add(value(random, depth - 1));
                yield array;
            }
        };
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int k = random.nextInt(5); k > 0; k--) word.append("ab\"\\/{}[],: \n\u2028é😀".charAt(random.nextInt(17)));
        return word.toString();
    }

    private static CloseReason refused(String text) {
        return catchThrowableOfType(CloseException.class, () -> LazyJson.of(text))
                .reason();
    }
}
