package dev.holdfast.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Classes that violate a rule. They are compiled for this test only, so that no other test finds them. */
final class Planted {
    private static final Map<String, List<String>> BREAKING = Map.of(
            "values", List.of("dev.holdfast", "dev.holdfast.spi.Frame field;"),
            "spi", List.of("dev.holdfast.spi", "dev.holdfast.protocol.Plain field;"),
            "transport", List.of("dev.holdfast.transport", "dev.holdfast.protocol.Plain field;"),
            "protocol", List.of("dev.holdfast.protocol", "dev.holdfast.transport.SseTransport field;"),
            "internal", List.of("dev.holdfast.internal", "dev.holdfast.transport.SseTransport field;"),
            "okhttp", List.of("dev.holdfast.protocol", "okhttp3.OkHttpClient field;"),
            "gson", List.of("dev.holdfast.internal", "com.google.gson.Gson field;"),
            "state", List.of("dev.holdfast.spi", "static int field;"),
            "reflection", List.of("dev.holdfast.internal", "java.lang.reflect.Method field;"));

    private Planted() {}

    static JavaClasses breaking(String rule) throws IOException {
        List<String> what = BREAKING.get(rule);
        String text = "package " + what.get(0) + "; class Planted { " + what.get(1) + " }";
        Path folder = Files.createTempDirectory("planted");
        try {
            compile(text, folder);
            return new ClassFileImporter().importPath(folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
            }
        }
    }

    private static void compile(String text, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
            JavaFileObject source =
                    new SimpleJavaFileObject(URI.create("string:///Planted.java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return text;
                        }
                    };
            boolean compiled = compiler.getTask(null, files, null, List.of("-proc:none"), null, List.of(source))
                    .call();
            if (!compiled) throw new AssertionError("not compiled: " + text);
        }
    }
}
