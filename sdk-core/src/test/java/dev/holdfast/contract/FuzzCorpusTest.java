package dev.holdfast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.transport.SseReaderFuzz;
import dev.holdfast.transport.WebSocketFuzz;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs each entry of the fuzzing corpus and some variations of it. {@code .ci/fuzz} searches for new inputs. */
final class FuzzCorpusTest {
    private static final int NEIGHBOURS = 300;
    private static final long MOST_CORPUS_BYTES = 200_000;

    interface Target {
        void run(byte[] input) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> sse() throws Exception {
        return tests("sse", SseReaderFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> websocket() throws Exception {
        return tests("websocket", WebSocketFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> json() throws Exception {
        return tests("json", JsonProtocolFuzz::fuzzerTestOneInput);
    }

    @Test
    void theCorpusIsSmall() throws Exception {
        long bytes = 0;
        for (String target : List.of("sse", "websocket", "json")) {
            for (Path seed : corpus(target)) bytes += Files.size(seed);
        }
        assertThat(bytes).isLessThan(MOST_CORPUS_BYTES);
    }

    private static Stream<DynamicTest> tests(String name, Target target) throws Exception {
        List<Path> corpus = corpus(name);
        assertThat(corpus).hasSizeGreaterThan(5);
        return corpus.stream()
                .map(seed -> DynamicTest.dynamicTest(seed.getFileName().toString(), () -> around(seed, target)));
    }

    private static List<Path> corpus(String name) throws IOException, URISyntaxException {
        Path dir = Path.of(FuzzCorpusTest.class.getResource("/fuzz/" + name).toURI());
        try (Stream<Path> files = Files.list(dir)) {
            return files.sorted().toList();
        }
    }

    private static void around(Path seed, Target target) throws Exception {
        byte[] input = Files.readAllBytes(seed);
        target.run(input);
        Random random = new Random(seed.getFileName().toString().hashCode());
        for (int i = 0; i < NEIGHBOURS; i++) {
            byte[] near = neighbour(input, random);
            try {
                target.run(near);
            } catch (Throwable e) {
                throw new AssertionError("with " + Arrays.toString(near), e);
            }
        }
    }

    /** Returns a variation: a few bytes changed, or a part removed or repeated. */
    private static byte[] neighbour(byte[] input, Random random) {
        byte[] near = input.clone();
        if (near.length < 2) return near;
        for (int i = random.nextInt(3); i >= 0; i--) near[random.nextInt(near.length)] = (byte) random.nextInt(256);
        int from = random.nextInt(near.length);
        int to = random.nextInt(near.length);
        byte[] joined = Arrays.copyOf(near, from + near.length - to);
        System.arraycopy(near, to, joined, from, near.length - to);
        return random.nextBoolean() ? near : joined;
    }
}
