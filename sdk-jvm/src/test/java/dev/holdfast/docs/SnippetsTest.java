package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Java snippet of the README and of docs/ compiles, with the names below around it. */
class SnippetsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String HEAD = """
            import dev.holdfast.*; import dev.holdfast.spi.*; import dev.holdfast.protocol.*;
            import dev.holdfast.jvm.*; import dev.holdfast.transport.*; import java.net.*; import java.time.*; import java.util.*;
            import java.util.concurrent.*; import okhttp3.CookieJar; import okhttp3.OkHttpClient; import okhttp3.tls.*;
            """;
    private static final String AROUND = """
            abstract class NAME {
                record Quote(String symbol, double price) {}
                record Trade(String id, double price) {}
                interface Tokens { String current(); }
                interface Chart { void add(Object o); void reload(); }
                interface Book { void apply(Object o); }
                Tokens tokens; Chart chart; Book book; Executor uiThread; String password;
                javax.sql.DataSource dataSource; String podName;
                java.security.cert.X509Certificate companyCa; CookieJar cookies;
                GIVEN
                void snippet() throws Exception { BODY }
            }
            """;

    @TempDir
    Path out;

    @Test
    void everySnippetCompiles() throws IOException {
        int snippets = 0;
        for (Path page : pages()) {
            for (String snippet : snippets(page)) {
                snippets++;
                assertThat(errors(snippet, "Snippet" + snippets))
                        .as("%s:%n%s", page, snippet)
                        .isEmpty();
            }
        }
        assertThat(snippets).isGreaterThan(4);
    }

    @Test
    void aSnippetThatDoesNotCompileIsNoticed() {
        assertThat(errors("client.subscribe(42);", "Broken")).isNotEmpty();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    private static List<String> snippets(Path page) throws IOException {
        List<String> snippets = new ArrayList<>();
        Matcher matcher = SNIPPET.matcher(Files.readString(page));
        while (matcher.find()) snippets.add(matcher.group(1));
        return snippets;
    }

    private String errors(String snippet, String name) {
        // What a snippet does not declare itself is taken as given.
        StringBuilder given = new StringBuilder();
        if (!snippet.contains("RealtimeClient client =")) given.append("RealtimeClient client;");
        if (!snippet.contains("OkHttpClient http =")) given.append("OkHttpClient http;");
        String source =
                (HEAD + AROUND.replace("NAME", name).replace("GIVEN", given).replace("BODY", snippet));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-nowarn", "-d", out.toString(), "-cp", System.getProperty("java.class.path"));
        JavaFileObject file = new Source(name, source);
        boolean compiled =
                compiler.getTask(said, null, null, options, null, List.of(file)).call();
        return compiled ? "" : "does not compile: " + said;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
