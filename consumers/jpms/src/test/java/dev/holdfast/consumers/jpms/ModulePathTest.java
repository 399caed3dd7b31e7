package dev.holdfast.consumers.jpms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The app in a Java process of its own, with everything on the module path and nothing on the class path. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModulePathTest {
    @StartStop
    private final MockWebServer server = new MockWebServer();

    @Test
    void anAppOnTheModulePathGetsItsMessages() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body("id: 1\ndata: {\"symbol\":\"ACME\",\"price\":42.5}\n\n")
                .build());
        Process app = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        System.getProperty("module.path"),
                        "--module",
                        "dev.holdfast.consumers.jpms/" + Main.class.getName(),
                        server.url("/").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(app.getInputStream().readAllBytes(), UTF_8);
        assertThat(app.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
        assertThat(said.lines())
                .containsExactly(
                        "ACME 42.5",
                        "dev.holdfast.consumers.jpms true",
                        "dev.holdfast.core true",
                        "dev.holdfast.jvm true");
        assertThat(app.exitValue()).isZero();
    }
}
