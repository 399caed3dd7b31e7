package dev.holdfast.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.holdfast.RealtimeClient;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import retrofit2.Retrofit;

/** Programs that have Retrofit 2 before Holdfast on their class path, each in a JVM of its own. */
final class RetrofitFirstTest {
    @TempDir
    Path folder;

    /** As Maven resolves an app that names holdfast-jvm before Retrofit, or manages OkHttp's version. */
    @Test
    void bothWorkOnOneOkHttp() throws Exception {
        List<String> path = new ArrayList<>(List.of(home(Retrofit.class)));
        path.addAll(ours());
        assertThat(run(path)).containsExactly("REST hello", "FEED one");
    }

    /** As Maven resolves an app that names Retrofit first, or okhttp-jvm only. */
    @Test
    void anOldOkHttpInFrontIsToldInASentence() throws Exception {
        List<String> path = new ArrayList<>(List.of(home(Retrofit.class)));
        for (String old : new String[] {"okhttp", "okio"}) {
            Path jar = Path.of("target", "old-okhttp", old + ".jar");
            assertThat(jar).exists();
            path.add(jar.toAbsolutePath().toString());
        }
        path.addAll(ours());
        List<String> said = run(path);
        assertThat(said).hasSize(2).first().isEqualTo("REST hello");
        assertThat(said.get(1))
                .startsWith(
                        "REFUSED The sse transport needs OkHttp 5.2 or newer, but the class path has an older version")
                .contains("Retrofit", "raise or exclude");
    }

    private static List<String> ours() throws Exception {
        List<String> path = new ArrayList<>();
        for (Class<?> each : List.of(
                RetrofitApp.class, RealtimeClient.class, Gson.class, OkHttpClient.class, Buffer.class, Unit.class)) {
            path.add(home(each));
        }
        return path;
    }

    private static String home(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private List<String> run(List<String> path) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(File.pathSeparator, path),
                        RetrofitApp.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(30, SECONDS)).as("ended in time").isTrue();
            return Files.readAllLines(output, UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
