package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the tables of docs/api.md with the public types of the sources. */
class ApiTableTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> JAVA_MODULES = List.of("sdk-core", "sdk-jvm", "sdk-android");

    /** Module and package. */
    private static final Pattern HEADING = Pattern.compile("## ([\\w-]+): `([\\w.]+)`");
    /** Type, purpose, stability. */
    private static final Pattern ROW = Pattern.compile("\\| `([\\w.]+)` \\| ([^|]+\\.) \\| ([^|]+) \\|");

    private static final Pattern STABILITY = Pattern.compile("\\| ([^|`]+) \\| [^|]+ \\| [^|]+ \\|");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);?$");
    private static final Pattern JAVA_TYPE =
            Pattern.compile("(?m)^public (?:[a-z-]+ )*(?:class|interface|@interface|enum|record) (\\w+)");
    private static final Pattern NESTED_TYPE =
            Pattern.compile("(?m)^    (?:[a-z-]+ )*(?:class|interface|@interface|enum|record) (\\w+)");
    private static final Pattern KOTLIN_DECLARATION = Pattern.compile(
            "(?m)^public (?:[a-z]+ )*?(?:(?:class|interface|object) (\\w+)|fun .*?(\\w+)\\(|val .*?(\\w+):)");

    @Test
    void theTablesNameEveryPublicTypeAndNoOther() throws IOException {
        Names declared = declared();
        Set<String> listed = listed(page());
        assertThat(missing(listed, declared)).as("missing in docs/api.md").isEmpty();
        assertThat(unknown(listed, declared))
                .as("in docs/api.md, but not in the sources")
                .isEmpty();
        assertThat(listed).hasSizeGreaterThan(80);
    }

    @Test
    void everyRowHasAStabilityThatThePageDefines() throws IOException {
        Set<String> defined = new TreeSet<>();
        String module = "";
        List<String> undefined = new ArrayList<>();
        for (String line : page()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) module = heading.group(1);
            Matcher row = ROW.matcher(line);
            Matcher stability = STABILITY.matcher(line);
            if (module.isEmpty() && stability.matches()) defined.add(stability.group(1));
            if (!row.matches()) continue;
            for (String part : row.group(3).split(", ", -1)) if (!defined.contains(part)) undefined.add(line);
        }
        assertThat(undefined).isEmpty();
    }

    @Test
    void aRowThatIsMissingOrNamesNoTypeIsNoticed() throws IOException {
        Names declared = declared();
        List<String> page = new ArrayList<>(page());
        assertThat(page.removeIf(line -> line.startsWith("| `Backoff` |"))).isTrue();
        assertThat(missing(listed(page), declared)).containsExactly("dev.holdfast.Backoff");
        page.replaceAll(line -> line.replace("| `Heartbeat` |", "| `Heartbeet` |"));
        assertThat(missing(listed(page), declared)).containsExactly("dev.holdfast.Backoff", "dev.holdfast.Heartbeat");
        page.replaceAll(line -> line.replace("| `Overflow.Kind` |", "| `Overflow.Sort` |"));
        page.replaceAll(line -> line.replace("| `drain` |", "| `drown` |"));
        assertThat(missing(listed(page), declared)).contains("dev.holdfast.kotlin.drain");
        assertThat(unknown(listed(page), declared))
                .containsExactly("dev.holdfast.Heartbeet", "dev.holdfast.Overflow.Sort", "dev.holdfast.kotlin.drown");
    }

    @Test
    void publicDeclarationsAreFound() {
        Names names = new Names();
        names.addJava("package a.b;\n\npublic final class C {\n    enum D {}\n}\n");
        names.addJava("package a.b;\n\nfinal class Hidden {}\n");
        names.addJava("package a.b;\n\npublic non-sealed interface E {}\n");
        names.addKotlin("package a.k\n\npublic suspend inline fun <reified T> F.g(x: Int): T = h()\n");
        names.addKotlin("package a.k\n\npublic val F.i: Int\n    get() = 1\n\ninternal fun j() {}\n");
        assertThat(names.required).containsExactly("a.b.C", "a.b.E", "a.k.g", "a.k.i");
        assertThat(names.nested).containsExactly("a.b.C.D");
    }

    /** The declarations that the tables must name, and the nested types that they may name. */
    private static final class Names {
        private final Set<String> required = new TreeSet<>();
        private final Set<String> nested = new TreeSet<>();

        void addJava(String source) {
            Matcher type = JAVA_TYPE.matcher(source);
            if (!type.find()) return;
            String name = packageOf(source) + "." + type.group(1);
            required.add(name);
            Matcher inner = NESTED_TYPE.matcher(source);
            while (inner.find()) nested.add(name + "." + inner.group(1));
        }

        void addKotlin(String source) {
            Matcher declaration = KOTLIN_DECLARATION.matcher(source);
            while (declaration.find()) {
                for (int group = 1; group <= declaration.groupCount(); group++) {
                    if (declaration.group(group) != null)
                        required.add(packageOf(source) + "." + declaration.group(group));
                }
            }
        }

        private static String packageOf(String source) {
            Matcher line = PACKAGE.matcher(source);
            assertThat(line.find()).isTrue();
            return line.group(1);
        }
    }

    private static Names declared() throws IOException {
        Names names = new Names();
        for (String module : JAVA_MODULES) {
            for (String source : sources(module + "/src/main/java", ".java")) names.addJava(source);
        }
        for (String source : sources("sdk-kotlin/src/main/kotlin", ".kt")) names.addKotlin(source);
        names.required.removeIf(name -> name.startsWith("dev.holdfast.internal."));
        return names;
    }

    private static List<String> sources(String folder, String ending) throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("module-info.java") && !name.equals("package-info.java")) {
                    sources.add(Files.readString(file));
                }
            }
        }
        return sources;
    }

    private static List<String> page() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/api.md"));
    }

    private static Set<String> listed(List<String> page) {
        Set<String> listed = new TreeSet<>();
        String section = "";
        for (String line : page) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) section = heading.group(2);
            Matcher row = ROW.matcher(line);
            if (row.matches()) listed.add(section + "." + row.group(1));
        }
        return listed;
    }

    private static Set<String> missing(Set<String> listed, Names declared) {
        Set<String> missing = new TreeSet<>(declared.required);
        missing.removeAll(listed);
        return missing;
    }

    private static Set<String> unknown(Set<String> listed, Names declared) {
        Set<String> unknown = new TreeSet<>(listed);
        unknown.removeAll(declared.required);
        unknown.removeAll(declared.nested);
        return unknown;
    }
}
