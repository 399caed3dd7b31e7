package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.holdfast.interop.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process can show: exit codes, pipes, signals, terminals. */
final class ProcessJarTest {
    @TempDir
    Path dir;

    /** Numbers from 1 on or from behind the position asked for, for ever, none twice. */
    private static EventServer numbers() {
        return new EventServer(asked -> {
            String last = asked.header("Last-Event-ID");
            asked.stream();
            for (int i = last == null ? 1 : Integer.parseInt(last) + 1; ; i++) {
                asked.send("id: " + i + "\ndata: {\"n\":" + i + "}");
            }
        });
    }

    @Test
    void exitCodes() throws IOException {
        try (EventServer good = EventServer.staying("data: one");
                EventServer bad = new EventServer(asked -> asked.answer(401, "text/plain", ""))) {
            assertThat(exit("tail", "-n", "1", good.url())).isZero();
            assertThat(exit("tail", bad.url())).isEqualTo(ExitCode.REFUSED);
            assertThat(exit("tail", "nowhere")).isEqualTo(ExitCode.USAGE);
            assertThat(exit("tail", "--resume", "/proc/none/c", good.url())).isEqualTo(ExitCode.INPUT_OUTPUT);
            assertThat(exit("doctor", "--timeout", "1s", "http://no-such-host.invalid/"))
                    .isEqualTo(ExitCode.TROUBLE);
            assertThat(exit("--version")).isZero();
        }
    }

    private int exit(String... arguments) {
        try (Jar jar = Jar.start(dir, arguments)) {
            return jar.exit();
        }
    }

    @Test
    void headEndsItQuietly() {
        try (EventServer server = numbers();
                Jar jar = Jar.bash(dir, "holdfast tail -q " + server.url() + " | head -5; echo ${PIPESTATUS[@]}")) {
            assertThat(jar.exit()).isZero();
            assertThat(jar.out())
                    .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}", "141 0");
            assertThat(jar.err()).isEmpty();
        }
    }

    @Test
    void aHelpThatIsNotReadToItsEndIsNoTrouble() {
        try (Jar jar = Jar.bash(dir, "holdfast tail --help | head -1")) {
            assertThat(jar.exit()).isZero();
            assertThat(jar.err()).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void aFullDiskIsSaidOfEveryCommand() throws IOException {
        try (EventServer server = numbers()) {
            for (String command : List.of(
                    "tail -q " + server.url(),
                    "probe -q --timeout 1s " + server.url(),
                    "doctor -q",
                    "completion bash",
                    "--help",
                    "tail --help",
                    "--version")) {
                try (Jar jar = Jar.bash(dir, "holdfast " + command + " >/dev/full")) {
                    assertThat(jar.exit()).as(command).isEqualTo(ExitCode.INPUT_OUTPUT);
                    assertThat(jar.err()).as(command).startsWith("holdfast: cannot write to standard output: ");
                    assertThat(jar.err().lines()).as(command).hasSize(1);
                }
            }
        }
    }

    @Test
    @Tag("slow")
    void aReaderThatGoesIsKnownWhateverLeadsToIt() throws IOException {
        // A named pipe, whose reader is another process.
        try (EventServer server = numbers();
                Jar jar = Jar.bash(
                        dir,
                        "mkfifo " + dir + "/pipe; head -3 " + dir + "/pipe & holdfast tail -q " + server.url() + " >"
                                + dir + "/pipe")) {
            assertThat(jar.exit()).isEqualTo(ExitCode.BROKEN_PIPE);
            assertThat(jar.err()).isEmpty();
        }
        // And a socket.
        try (EventServer server = numbers();
                ServerSocket reader = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Jar jar = Jar.bash(
                        dir, "holdfast tail -q " + server.url() + " >/dev/tcp/127.0.0.1/" + reader.getLocalPort())) {
            try (Socket socket = reader.accept()) {
                assertThat(socket.getInputStream().read()).isEqualTo('{');
            }
            assertThat(jar.exit()).isEqualTo(ExitCode.BROKEN_PIPE);
            assertThat(jar.err()).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void nothingButNdjsonIsOnStandardOutputThoughTheConnectionBreaks() {
        try (EventServer server = new EventServer(asked -> {
                    String last = asked.header("Last-Event-ID");
                    int from = last == null ? 1 : Integer.parseInt(last) + 1;
                    asked.stream("retry: 1");
                    // Three connections end after ten.
                    for (int i = from; i < from + 10; i++) asked.send("id: " + i + "\ndata: line " + i);
                    if (from > 30) asked.stay();
                });
                Jar jar = Jar.start(dir, "tail", "--json", "--stats", "-n", "35", server.url())) {
            assertThat(jar.exit()).isZero();
            List<String> out = jar.out();
            assertThat(out).hasSize(35);
            for (int i = 0; i < out.size(); i++) {
                assertThat(JsonParser.parseString(out.get(i))
                                .getAsJsonObject()
                                .get("text")
                                .getAsString())
                        .isEqualTo("line " + (i + 1));
            }
            assertThat(jar.err()).contains("written=35 ", "reconnects=3 ");
        }
    }

    @Test
    void ctrlCSavesThePositionOfTheLastLine() throws Exception {
        Path file = dir.resolve("cursor");
        int last = 0;
        try (EventServer server = numbers()) {
            for (int run = 0; run < 2; run++) {
                try (Jar jar = Jar.start(dir, "tail", "--stats", "--resume", file.toString(), server.url())) {
                    jar.awaitLines(20).signal("INT");
                    assertThat(jar.exit()).isEqualTo(ExitCode.INTERRUPTED);
                    List<Integer> written = written(jar);
                    assertThat(written.get(0)).isEqualTo(last + 1);
                    last = written.get(written.size() - 1);
                    assertThat(Files.readString(file)).contains("\"" + last + "\"");
                    assertThat(jar.err()).contains("written=" + written.size() + " ");
                }
            }
        }
    }

    /** Nobody reads, and the line that is being written waits for ever. */
    @Test
    @Tag("slow")
    void ctrlCGetsThroughAlthoughThePipeIsFull() throws Exception {
        Path err = dir.resolve("err");
        List<String> tail =
                Jar.command("tail", "--stats", "--resume", dir.resolve("cursor").toString());
        try (EventServer server = numbers()) {
            tail.add(server.url());
            Process process =
                    new ProcessBuilder(tail).redirectError(err.toFile()).start();
            try {
                // What a pipe of Linux holds; the line that does not fit is left waiting.
                Until.holds(() -> "never full", () -> process.getInputStream().available() > 65_000);
                Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
                assertThat(kill.waitFor()).isZero();
                Until.holds(() -> "does not end", () -> !process.isAlive());
                assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
                assertThat(Files.readString(err)).contains("written=");
            } finally {
                process.destroyForcibly().onExit().join();
            }
        }
    }

    @Test
    void aTermIsAnEndAsWell() throws Exception {
        Path file = dir.resolve("cursor");
        try (EventServer server = numbers();
                Jar jar = Jar.start(dir, "tail", "--resume", file.toString(), server.url())) {
            jar.awaitLines(5).signal("TERM");
            assertThat(jar.exit()).isEqualTo(143);
            List<Integer> written = written(jar);
            assertThat(Files.readString(file)).contains("\"" + written.get(written.size() - 1) + "\"");
        }
    }

    @Test
    @Tag("slow")
    void aKillNineLosesNothing() throws Exception {
        Path file = dir.resolve("cursor");
        Random random = new Random(7);
        List<Integer> all = new ArrayList<>();
        try (EventServer server = numbers()) {
            for (int run = 0; run < 6; run++) {
                try (Jar jar = Jar.start(dir, "tail", "-q", "--resume", file.toString(), server.url())) {
                    jar.awaitLines(1 + random.nextInt(3000)).signal("KILL");
                    assertThat(jar.exit()).isEqualTo(137);
                    List<Integer> written = written(jar);
                    // Never ahead of what was written before.
                    if (!all.isEmpty()) assertThat(written.get(0)).isLessThanOrEqualTo(all.get(all.size() - 1) + 1);
                    all.addAll(written);
                }
            }
        }
        TreeSet<Integer> seen = new TreeSet<>(all);
        assertThat(seen)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, seen.last()).boxed().toList());
    }

    private static List<Integer> written(Jar jar) {
        return jar.out().stream()
                .map(line ->
                        JsonParser.parseString(line).getAsJsonObject().get("n").getAsInt())
                .toList();
    }

    @Test
    @Tag("slow")
    void aTerminalHasColoursAndAStatusLineAndAPipeNeither() {
        try (EventServer server = EventServer.staying("event: e\ndata: one", "data: two")) {
            String tail = "holdfast tail -n 2 " + server.url();
            // What script runs has a terminal of its own.
            String script = "export -f holdfast; export SHELL=/bin/bash; script -qec ";
            try (Jar jar = Jar.bash(dir, script + "'" + tail + "' /dev/null")) {
                assertThat(jar.exit()).isZero();
                assertThat(jar.out()).anyMatch(line -> line.contains("\u001b[35me\u001b[0m\tone"));
                assertThat(String.join("", jar.out())).contains(" messages ");
            }
            try (Jar jar = Jar.bash(dir, "export NO_COLOR=1; " + script + "'" + tail + "' /dev/null")) {
                assertThat(jar.exit()).isZero();
                assertThat(String.join("", jar.out())).doesNotContain("\u001b[3");
            }
            try (Jar jar = Jar.bash(dir, tail)) {
                assertThat(jar.exit()).isZero();
                assertThat(jar.out()).containsExactly("e\tone", "two");
                assertThat(jar.err()).isEqualTo("holdfast: connected\n");
            }
        }
    }

    @Test
    void theLauncherRunsTheJar() {
        String launcher = Path.of("bin", "holdfast").toAbsolutePath().toString();
        try (Jar jar = Jar.bash(dir, "ln -s " + launcher + " " + dir + "/hf; HOLDFAST_JAR= " + dir + "/hf --version")) {
            assertThat(jar.exit()).as(jar::toString).isZero();
            assertThat(jar.out()).singleElement().asString().startsWith("holdfast 0.");
        }
        try (Jar jar = Jar.bash(dir, "HOLDFAST_JAR=/nowhere " + launcher + " --version")) {
            assertThat(jar.exit()).isEqualTo(ExitCode.FAULT);
            assertThat(jar.err()).contains("does not exist: run 'mvn");
        }
    }
}
