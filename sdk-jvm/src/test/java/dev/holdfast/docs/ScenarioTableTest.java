package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/failure-scenarios.md names are there, and no failure is left out. */
class ScenarioTableTest {
    private static final int FAILURES = 46;
    private static final Path ROOT = Path.of("..");
    /** Number, report, failure, tests. */
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|");

    private static final Pattern NAME = Pattern.compile(".*Test\\.(java|kt)");

    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void everyTestNamedExists() throws IOException {
        Map<String, String> sources = tests();
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/failure-scenarios.md")));
        int count = 0;
        while (named.find()) {
            count++;
            String source = sources.get(named.group(1));
            String method = named.group(2);
            if (source == null || (method != null && !isTest(method, source))) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(count).isGreaterThan(40);
    }

    @Test
    void everyFailureHasATestOrSaysWhatItWaitsFor() throws IOException {
        Set<Integer> numbers = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/failure-scenarios.md"))) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) continue;
            numbers.add(Integer.parseInt(row.group(1)));
            String tests = row.group(2);
            assertThat(NAMED.matcher(tests).find() || tests.contains("waits for: "))
                    .as(line)
                    .isTrue();
        }
        assertThat(numbers)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, FAILURES).boxed().toList());
    }

    private static boolean isTest(String method, String source) {
        return source.contains(" void " + method + "(")
                || source.contains("    fun " + method + "(")
                || source.contains("    Stream<DynamicTest> " + method + "(");
    }

    private static Map<String, String> tests() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("sdk-core", "sdk-jvm", "sdk-kotlin", "sdk-android", "consumers/android")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test"))) {
                for (Path file :
                        files.filter(f -> NAME.matcher(f.toString()).matches()).toList()) {
                    String name = file.getFileName().toString();
                    sources.put(name.substring(0, name.lastIndexOf('.')), Files.readString(file));
                }
            }
        }
        return sources;
    }
}
