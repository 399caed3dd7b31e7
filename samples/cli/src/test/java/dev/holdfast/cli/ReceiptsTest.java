package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Receipt;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Receipts receipts = new Receipts(
            new Screen(new Output(out, false), new PrintStream(err, true, UTF_8), Terminals.none()),
            false,
            Duration.ofSeconds(30));

    private void received(String id) throws InterruptedException {
        receipts.publish(() -> CompletableFuture.completedFuture(Receipt.of("t", id)));
    }

    private void refused() throws InterruptedException {
        CloseReason no = CloseReason.fatal(CloseReason.Kind.SERVER, "no");
        receipts.publish(() -> CompletableFuture.failedFuture(new CloseException(no)));
    }

    @Test
    void whatCameBehindTheFirstRefusalIsNotToldAsBefore() throws Exception {
        received("1");
        received("2");
        refused();
        received("4");
        refused();
        receipts.publish(CompletableFuture::new);
        receipts.end(null);
        assertThat(receipts.tell()).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString(UTF_8).lines()).containsExactly("t\t1", "t\t2", "t\t4");
        assertThat(err.toString(UTF_8))
                .contains("message 3 was not published: no")
                .contains("2 confirmed before it; 1 confirmed after it; 1 failed after it;"
                        + " outcome of 1 after it unknown");
    }
}
