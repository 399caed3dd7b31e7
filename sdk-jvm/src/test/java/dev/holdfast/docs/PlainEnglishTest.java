package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Javadoc and documentation are free of the habits that make them slow to read; CONTRIBUTING.md names them. */
final class PlainEnglishTest {
    private static final Path ROOT = Path.of("..");

    private static final Pattern HABIT = Pattern.compile(
            // A relative clause as the subject of a sentence.
            "(?:^|(?<=[.!?:] ))(?:Who|Whoever|What|Whatever) [a-z]+"
                    // "answers" for "returns".
                    + "|\\b[Aa]nswers (?:at once|null|true|false|the|a|an|whether)\\b(?! with)"
                    // A negated existence as the verb.
                    + "|(?<!there )\\b(?:is|are) none\\b"
                    + "|\\b(?:unless said|at the most)\\b");

    /** An opening that does not say what the member does. Headings of pages may ask. */
    private static final Pattern OPENING = Pattern.compile("^(?:Who|Whose|What|Whether|How|Where)\\b");

    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern LINE_COMMENTS = Pattern.compile("(?:^[ \t]*//.*\n)+", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("```.*?```|`[^`\n]*`", Pattern.DOTALL);
    /** The examples of what not to write. */
    private static final Pattern EXAMPLES = Pattern.compile("<!-- examples -->.*?<!-- end -->", Pattern.DOTALL);

    @Test
    void noHabitIsLeft() throws IOException {
        List<String> found = new ArrayList<>();
        int files = 0;
        for (Path file : files()) {
            files++;
            for (String habit : habits(file.toString(), Files.readString(file))) found.add(file + ": " + habit);
        }
        assertThat(files).isGreaterThan(300);
        assertThat(found).isEmpty();
    }

    @Test
    void plantedHabitsAreFound() {
        assertThat(habits("A.java", "/** Answers null where it is not. Who cancels it no longer waits. */ class A {}"))
                .containsExactly("Answers null", "Who cancels");
        assertThat(habits(
                        "A.java",
                        "/** Whether it is open. */ boolean open;\n    // The result. What is\n    // lost.\n"))
                .containsExactly("Whether …", "What is");
        assertThat(habits("a.md", "A network without internet is none.\n\n| What is dropped is counted |\n"))
                .containsExactly("is none", "What is");
        assertThat(habits("A.kt", "/**\n * Returns it. What the app\n * gave stays.\n */\n"))
                .containsExactly("What the");
    }

    @Test
    void codeAndOrdinarySentencesAreNotFound() {
        assertThat(habits("A.java", "/** Returns null if there is none. See what follows. */ String s = \"Who is\";"))
                .isEmpty();
        assertThat(habits("a.md", "```\nWho am i\n```\nThe server answers with `What is`. Tells who connected."))
                .isEmpty();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(PlainEnglishTest::isPublishedText).sorted().toList();
        }
    }

    private static boolean isPublishedText(Path file) {
        String path = ROOT.relativize(file).toString().replace('\\', '/');
        if (path.contains("/target/") || path.startsWith("target/") || path.contains("node_modules")) return false;
        if (path.startsWith(".") || path.startsWith("cases/")) return false;
        boolean source = path.contains("src/main/") && (path.endsWith(".java") || path.endsWith(".kt"));
        return source || path.endsWith(".md");
    }

    private static List<String> habits(String name, String text) {
        List<String> texts = new ArrayList<>();
        List<String> found = new ArrayList<>();
        if (name.endsWith(".md")) {
            String prose = EXAMPLES.matcher(text).replaceAll("");
            // Each line and each cell of a table is a text of its own.
            CODE.matcher(prose).replaceAll("code").replace('|', '\n').lines().forEach(texts::add);
        } else {
            Matcher comments = JAVADOC.matcher(text);
            while (comments.find()) {
                String javadoc = comments.group(1).replaceAll("\n\\s*\\*", " ");
                Matcher opening = OPENING.matcher(javadoc.strip());
                if (opening.find()) found.add(opening.group() + " …");
                texts.add(javadoc);
            }
            Matcher remarks = LINE_COMMENTS.matcher(text);
            while (remarks.find()) texts.add(remarks.group().replaceAll("(?m)^[ \\t]*//", " "));
        }
        for (String part : texts) {
            Matcher habit = HABIT.matcher(part.strip().replaceAll("\\s+", " ").replaceFirst("^[#>*\\- ]+", ""));
            while (habit.find()) found.add(habit.group());
        }
        return found;
    }
}
