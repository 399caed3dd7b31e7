package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.desktop.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A robot uses the window, on a display without a screen that this test starts itself. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RobotInteropTest {
    /** A bound, not an expectation; less than the test's own. */
    private static final int BOUND_MINUTES = 9;

    private static final String SCREEN = "1280x800x24";

    private Process xvfb;
    private String display;

    @BeforeEach
    void startTheDisplay() throws Exception {
        // It takes the first number that is free, and writes it where it was told.
        List<String> command = List.of(
                "sh", "-c", "exec Xvfb -displayfd 3 -screen 0 " + SCREEN + " -nolisten tcp 3>&1 >/dev/null 2>&1");
        xvfb = new ProcessBuilder(command).start();
        String number = reader(xvfb).readLine();
        assertThat(number)
                .as("Xvfb starts: install the Debian package xvfb, or run .ci/run, which does")
                .isNotNull();
        display = ":" + number.strip();
    }

    @AfterEach
    void endTheDisplay() throws InterruptedException {
        if (xvfb == null) return;
        xvfb.destroy();
        if (!xvfb.waitFor(10, TimeUnit.SECONDS)) xvfb.destroyForcibly();
    }

    @Test
    void theWindowDoesWhatItSays() throws Exception {
        Path pictures = Files.createDirectories(Path.of("target", "robot"));
        List<String> lines = run(RobotRun.class.getName(), pictures.toString());
        assertThat(lines.stream().filter(line -> line.startsWith("done: ")).map(line -> line.substring(6)))
                .containsExactlyElementsOf(RobotRun.STEPS);
        for (String picture : List.of("desktop-light.png", "desktop-outage.png", "desktop-dark.png")) {
            assertThat(pictures.resolve(picture)).isNotEmptyFile();
        }
    }

    @Test
    void theProgramEndsWhenItsWindowIsClosed(@TempDir Path dir) throws Exception {
        Path state = dir.resolve("state");
        Process program = start(Main.class.getName(), "--dark", "--state", state.toString());
        try {
            run(RobotQuit.class.getName());
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(reader(program).lines().toList()).isEmpty();
            assertThat(program.exitValue()).isZero();
            assertThat(state).content().contains("dark=true", "window=");
        } finally {
            program.destroyForcibly();
        }
    }

    /** What it said; fails where it did not end with 0. */
    private List<String> run(String main, String... arguments) throws IOException, InterruptedException {
        Process process = start(main, arguments);
        // Nothing interrupts the reading of its output.
        CompletableFuture.delayedExecutor(BOUND_MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly);
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = reader(process)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                System.out.println(line);
                lines.add(line);
            }
            assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return lines;
    }

    private Process start(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DISPLAY", display);
        return builder.start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
