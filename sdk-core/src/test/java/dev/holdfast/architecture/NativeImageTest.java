package dev.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that a native image needs only classes reachable without reflection, and those listed in META-INF/native-image.
 */
final class NativeImageTest {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/dev.holdfast/holdfast-core/reachability-metadata.json");

    private static final Pattern REFLECTION = Pattern.compile("Class\\.forName|loadClass\\(|\\.getMethods?\\(\"?(\\w*)"
            + "|\\.getDeclared\\w+\\(|\\.get(?:Constructor|Field)s?\\(|\\.newInstance\\(|ServiceLoader|getResource\\w*\\("
            + "|Proxy\\.|MethodHandles|ObjectInputStream");

    @Test
    void whatIsLookedUpByNameIsRegistered() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String module : new String[] {"../sdk-core", "../sdk-jvm"}) scan(Path.of(module, "src/main/java"), found);
        assertThat(found)
                .containsExactly(
                        Map.entry("OkHttpCheck.java", "getLevel"),
                        Map.entry("Threads.java", "newVirtualThreadPerTaskExecutor"));
        assertThat(registered()).containsExactlyInAnyOrderElementsOf(found.values());
    }

    private static void scan(Path sources, Map<String, String> found) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
                Matcher matcher = REFLECTION.matcher(Files.readString(file));
                while (matcher.find()) {
                    String name = matcher.group(1) == null ? matcher.group() : matcher.group(1);
                    found.merge(file.getFileName().toString(), name, (one, more) -> one + ", " + more);
                }
            }
        }
    }

    private static List<String> registered() throws IOException {
        List<String> names = new ArrayList<>();
        JsonObject metadata = JsonParser.parseString(Files.readString(METADATA)).getAsJsonObject();
        for (JsonElement type : metadata.getAsJsonArray("reflection")) {
            for (JsonElement method : type.getAsJsonObject().getAsJsonArray("methods")) {
                names.add(method.getAsJsonObject().get("name").getAsString());
            }
        }
        return names;
    }
}
