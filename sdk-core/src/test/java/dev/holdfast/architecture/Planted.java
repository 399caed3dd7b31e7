package dev.holdfast.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Classes that break a rule. They are compiled for one test into a temporary folder, so no other test sees them. */
final class Planted {
    private static final Map<String, List<String>> BREAKING = Map.of(
            "values", List.of("dev.holdfast", "dev.holdfast.spi.Frame field;"),
            "spi", List.of("dev.holdfast.spi", "dev.holdfast.protocol.Plain field;"),
            "transport", List.of("dev.holdfast.transport", "dev.holdfast.protocol.Plain field;"),
            "protocol", List.of("dev.holdfast.protocol", "dev.holdfast.transport.SseTransport field;"),
            "okhttp", List.of("dev.holdfast.protocol", "okhttp3.OkHttpClient field;"),
            "gson", List.of("dev.holdfast.internal.client", "com.google.gson.Gson field;"),
            "state", List.of("dev.holdfast.spi", "static int field;"),
            "reflection", List.of("dev.holdfast.internal.client", "java.lang.reflect.Method field;"),
            "loop",
                    List.of(
                            "dev.holdfast.internal.client",
                            "@dev.holdfast.internal.runtime.OnLoop int field; int method() { return field; }"));

    /** Members with bodies, in the package {@code internal.delivery}. Methods named breach... are all reported. */
    private static final Map<String, String> BODIES = Map.of("guarded types", """
            @dev.holdfast.internal.runtime.GuardedBy("Mailbox.lock")
            static class Confined {
                int field;

                int get() {
                    return field;
                }
            }

            @dev.holdfast.internal.runtime.GuardedBy("Another.lock")
            static class Other {
                int breachUnderAnotherLock(Confined confined) {
                    return confined.get();
                }
            }

            int breachByCall(Confined confined) {
                return confined.get();
            }

            int breachByField(Confined confined) {
                return confined.field;
            }

            java.util.function.IntSupplier breachByReference(Confined confined) {
                return confined::get;
            }

            static class Holder {
                final dev.holdfast.internal.runtime.Mutex lock = new dev.holdfast.internal.runtime.Mutex();

                int allowedWithMutex(Confined confined) {
                    return confined.get();
                }
            }

            @dev.holdfast.internal.runtime.GuardedBy("Mailbox.lock")
            static class Neighbour {
                int allowedUnderTheSameLock(Confined confined) {
                    return confined.get();
                }
            }

            Confined allowedToCreate() {
                return new Confined();
            }
            """, "guarded fields", """
            private final java.util.concurrent.locks.ReentrantLock lock =
                    new java.util.concurrent.locks.ReentrantLock();

            @dev.holdfast.internal.runtime.GuardedBy("lock")
            private int field;

            Planted() {
                field = 1;
            }

            int breachByRead() {
                return field;
            }

            void breachByWrite() {
                field = 2;
            }

            Runnable breachInLambda() {
                return () -> field = 3;
            }

            @dev.holdfast.internal.runtime.GuardedBy("lock")
            private void guarded() {}

            void breachByCall() {
                guarded();
            }

            @dev.holdfast.internal.runtime.GuardedBy("lock")
            private void allowedUnderLock() {
                Runnable change = () -> field = 4;
                change.run();
                guarded();
            }

            void allowedThroughFunction() {
                locked(() -> field = 5);
            }

            void breachOutsideFunction() {
                field = 6;
                locked(() -> {});
            }

            private void locked(Runnable change) {
                lock.lock();
                try {
                    change.run();
                } finally {
                    lock.unlock();
                }
            }
            """);

    private static final Pattern BREACH = Pattern.compile("breach\\w+");

    private Planted() {}

    /** Returns the names that a rule's report contains. */
    static List<String> reported(String rule) {
        Stream<String> methods =
                BREACH.matcher(BODIES.getOrDefault(rule, "")).results().map(MatchResult::group);
        return Stream.concat(Stream.of("Planted"), methods).toList();
    }

    static JavaClasses breaking(String rule) throws IOException {
        if (BODIES.containsKey(rule)) {
            return compiled("dev.holdfast.internal.delivery", "class Planted { " + BODIES.get(rule) + " }");
        }
        List<String> layer = LayerRules.planted().get(rule);
        if (layer != null) return compiled("dev.holdfast.internal." + layer.get(0), layer.get(1));
        List<String> what = BREAKING.get(rule);
        return compiled(what.get(0), "class Planted { " + what.get(1) + " }");
    }

    /** Compiles classes with bodies, imports first, and reads them. */
    static JavaClasses compiled(String inPackage, String classes) throws IOException {
        String text = "package " + inPackage + "; " + classes;
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
