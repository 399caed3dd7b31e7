package dev.holdfast.consumers.android;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged artifacts in an app, through D8 as for a debug build and through R8 in full mode as for a release. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShrunkTest {
    private static final Path INPUTS = Path.of("target/inputs");
    /** As docs/android.md has it. */
    private static final int MOST_BYTES = 96 * 1024;

    private static final int MOST_METHODS = 800;

    /** As Android's Gradle plugin has it by default. Annotations that are not to be had from Central every app has. */
    private static final String APP = """
            -keep class dev.holdfast.consumers.android.%s { public *; }
            -allowaccessmodification
            -dontwarn androidx.**
            """;

    /** What is not Holdfast's is kept whole, so that what Holdfast calls of it is not counted. */
    private static final String OTHERS = """
            -keep class okhttp3.** { *; }
            -keep class okio.** { *; }
            -keep class com.google.gson.** { *; }
            -keep class kotlin.** { *; }
            """;

    @StartStop
    private final MockWebServer server = new MockWebServer();

    @TempDir
    Path out;

    @Test
    void theGuideShowsThisApp() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/holdfast/consumers/android/PricesActivity.java"));
        assertThat(Files.readString(Path.of("../../docs/android.md")))
                .contains(source.substring(source.indexOf("public final class")));
    }

    @Test
    @Tag("slow")
    void whatHoldfastAddsIsWithinItsBounds() throws Exception {
        Dex with = Dex.of(dex("PricesActivity", true));
        Dex without = Dex.of(dex("Plain", false));
        int bytes = with.bytes - without.bytes;
        int methods = with.methods - without.methods;
        System.out.println("Holdfast adds " + bytes + " bytes of dex and " + methods + " methods");
        assertThat(bytes).isBetween(1, MOST_BYTES);
        assertThat(methods).isBetween(1, MOST_METHODS);
    }

    @Test
    @Tag("slow")
    void aDebugBuildNeedsNothingElse() throws Exception {
        Path dex = out.resolve("debug.zip");
        List<String> inputs = appInputs(true);
        inputs.addAll(List.of("--min-api", "26", "--output", dex.toString()));
        String said = tool("com.android.tools.r8.D8", inputs);
        // OkHttp's jars for Java 9 and later bring module descriptors, which D8 has no use for.
        assertThat(said.lines().filter(line -> !line.contains("module-info.class")))
                .isEmpty();
        assertThat(Dex.of(dex).methods).isGreaterThan(MOST_METHODS);
    }

    @Test
    @Tag("slow")
    void theShrunkAppGetsItsTypedMessage() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body("id: 1\ndata: {\"symbol\":\"ACME\",\"price\":42.5}\n\n")
                .build());
        Path shrunk = out.resolve("shrunk.jar");
        Path rules = Files.writeString(out.resolve("rules.pro"), APP.formatted("Main"));
        List<String> inputs = inputs(true);
        inputs.add(INPUTS.resolve("okhttp-jvm.jar").toString());
        r8(shrunk, rules, okHttpRules(), inputs, "--classfile");
        String said = run(
                "-cp", shrunk.toString(), Main.class.getName(), server.url("/").toString());
        assertThat(said.lines()).containsExactly("ACME 42.5");
    }

    private Path dex(String activity, boolean holdfast) throws Exception {
        Path dex = out.resolve(activity + ".zip");
        Path rules = Files.writeString(out.resolve(activity + ".pro"), APP.formatted(activity) + OTHERS);
        // As the plugin does. Where lines are looked up in a map, the dex need not tell them all.
        String map = out.resolve(activity + ".map").toString();
        r8(dex, rules, okHttpRules(), appInputs(holdfast), "--min-api", "26", "--pg-map-output", map);
        return dex;
    }

    private List<String> appInputs(boolean holdfast) throws IOException {
        List<String> inputs = inputs(holdfast);
        inputs.add(member("okhttp-android.aar", "classes.jar").toString());
        if (holdfast) inputs.add(member("holdfast-android.aar", "classes.jar").toString());
        return inputs;
    }

    private Path okHttpRules() throws IOException {
        return member("okhttp-android.aar", "proguard.txt");
    }

    private List<String> inputs(boolean holdfast) throws IOException {
        List<String> inputs = new ArrayList<>();
        inputs.add(app().toString());
        if (holdfast) inputs.add(INPUTS.resolve("holdfast-core.jar").toString());
        for (String jar :
                new String[] {"gson", "error_prone_annotations", "jspecify", "okio-jvm", "kotlin-stdlib", "annotations"
                }) {
            inputs.add(INPUTS.resolve(jar + ".jar").toString());
        }
        return inputs;
    }

    /** The app's own classes. */
    private Path app() throws IOException {
        Path jar = out.resolve("app.jar");
        if (Files.exists(jar)) return jar;
        try (FileSystem zip = FileSystems.newFileSystem(jar, java.util.Map.of("create", "true"));
                java.util.stream.Stream<Path> classes = Files.walk(Path.of("target/classes"))) {
            for (Path each : (Iterable<Path>) classes.filter(Files::isRegularFile)::iterator) {
                Path inside = zip.getPath(
                        "/" + Path.of("target/classes").relativize(each).toString());
                Files.createDirectories(inside.getParent());
                Files.copy(each, inside);
            }
        }
        return jar;
    }

    private Path member(String aar, String name) throws IOException {
        Path extracted = out.resolve(aar + "-" + name);
        try (ZipFile zip = new ZipFile(INPUTS.resolve(aar).toFile())) {
            Files.copy(zip.getInputStream(zip.getEntry(name)), extracted, StandardCopyOption.REPLACE_EXISTING);
        }
        return extracted;
    }

    private static void r8(Path to, Path rules, Path moreRules, List<String> inputs, String... mode) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("--pg-conf", rules.toString(), "--pg-conf", moreRules.toString(), "--output", to.toString()));
        arguments.addAll(List.of(mode));
        arguments.addAll(inputs);
        tool("com.android.tools.r8.R8", arguments);
    }

    private static String tool(String main, List<String> more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx2g",
                "-cp",
                INPUTS.resolve("r8.jar").toString(),
                main,
                "--release",
                "--lib",
                INPUTS.resolve("android-all.jar").toString(),
                "--lib",
                System.getProperty("java.home")));
        arguments.addAll(more);
        return run(arguments.toArray(String[]::new));
    }

    private static String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Dex file format, header_item: method_ids_size at 0x58. */
    private record Dex(int bytes, int methods) {
        static Dex of(Path zip) throws IOException {
            int bytes = 0;
            int methods = 0;
            try (ZipFile file = new ZipFile(zip.toFile())) {
                for (ZipEntry entry : (Iterable<ZipEntry>)
                        file.stream().filter(e -> e.getName().endsWith(".dex")).map(e -> (ZipEntry) e)::iterator) {
                    byte[] dex = file.getInputStream(entry).readAllBytes();
                    bytes += dex.length;
                    methods +=
                            ByteBuffer.wrap(dex).order(ByteOrder.LITTLE_ENDIAN).getInt(0x58);
                }
            }
            return new Dex(bytes, methods);
        }
    }
}
