package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonTest {
    @Test
    void aLineIsAnObjectWhateverThePayload() {
        List<Entry> entries = List.of(
                new Entry(1, "a", "id\"1", "headline", "{\n  \"x\": 1.10,\n \"s\": \"two\\nlines\"}", 0, 0),
                new Entry(2, "", null, null, "not\njson", 0, 1_000));
        List<String> lines = entries.stream().map(Ndjson::line).toList();
        assertThat(lines)
                .containsExactly(
                        "{\"received\":\"1970-01-01T00:00:00Z\",\"topic\":\"a\",\"id\":\"id\\\"1\",\"event\":\"headline\","
                                + "\"data\":{\"x\":1.10,\"s\":\"two\\nlines\"}}",
                        "{\"received\":\"1970-01-01T00:00:01Z\",\"topic\":\"\",\"data\":\"not\\njson\"}");
        for (String line : lines) {
            assertThat(JsonParser.parseString(line)).isInstanceOf(JsonObject.class);
        }
    }
}
