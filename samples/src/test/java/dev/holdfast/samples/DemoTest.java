package dev.holdfast.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.Heartbeat;
import dev.holdfast.Receipt;
import dev.holdfast.samples.server.Plant;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo itself, hurried: over real sockets, with every kind of cut. */
class DemoTest {
    private static final Duration MOST = Duration.ofSeconds(40);
    /** Each of the five kinds has come, and come again. */
    private static final int RECONNECTS = 8;

    private static final Tempo FAST = new Tempo(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(150),
            Heartbeat.every(Duration.ofMillis(200)).withGrace(Duration.ofMillis(200)),
            Backoff.exponential(Duration.ofMillis(10), Duration.ofMillis(50)).withFirstRetry(Duration.ofMillis(10)));

    private static Options options(String transport) {
        return Options.parse("--transport", transport, "--seed", "7");
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"ws", "sse"})
    void nothingIsLostOrDoubledHoweverOftenTheServerCuts(String transport) throws Exception {
        try (Demo demo = new Demo(options(transport), FAST)) {
            demo.start();
            Board board = demo.board();
            assertThat(board.await(() -> board.reconnects() >= RECONNECTS && allHeard(board), MOST))
                    .isTrue();
            Demo.Report report = demo.finish();
            assertThat(report.faults()).isEmpty();
            assertThat(report.summary()).contains(" lost=0 duplicated=0 ").endsWith("gaps=0");
            assertThat(report.exitCode()).isZero();
        }
    }

    private static boolean allHeard(Board board) {
        return board.rows().stream().allMatch(row -> row.messages() > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "ws, LOSS, lost=1 duplicated=0", "ws, DUPLICATE, lost=0 duplicated=1",
        "sse, LOSS, lost=1 duplicated=0", "sse, DUPLICATE, lost=0 duplicated=1"
    })
    void aPlantedFaultIsFound(String transport, Plant plant, String found) throws Exception {
        Options options = options(transport);
        options.plant = plant;
        try (Demo demo = new Demo(options, FAST)) {
            demo.start();
            Board board = demo.board();
            assertThat(board.await(() -> board.lastSeq("cpu") >= 50 && board.reconnects() > 0 && allHeard(board), MOST))
                    .isTrue();
            Demo.Report report = demo.finish();
            assertThat(report.summary()).contains(found);
            assertThat(report.faults()).singleElement().asString().startsWith("cpu: ");
            assertThat(report.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void whatIsPublishedIsReceipted() throws Exception {
        Options options = options("ws");
        options.calm = true;
        try (Demo demo = new Demo(options, FAST)) {
            demo.start();
            assertThat(demo.board().await(() -> allHeard(demo.board()), MOST)).isTrue();
            Receipt receipt = demo.client().publish("notes", "hello").get(MOST.toSeconds(), TimeUnit.SECONDS);
            assertThat(receipt.id()).endsWith(":1");
            assertThat(demo.finish().faults()).isEmpty();
        }
    }
}
