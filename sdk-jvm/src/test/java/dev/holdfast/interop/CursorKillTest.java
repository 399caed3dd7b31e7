package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Acknowledgement;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle goes on where the handled messages ended: positions in files. */
final class CursorKillTest {
    @TempDir
    Path dir;

    private KillNine consumer(Acknowledgement acknowledgement) {
        return new KillNine(dir, dir.resolve("positions").toString(), acknowledgement, 11, () -> {});
    }

    @Test
    void nothingIsLostAndOnlyWhatWasNotSavedComesTwice() {
        try (KillNine consumer = consumer(Acknowledgement.ON_RETURN)) {
            consumer.kill(1);
        }
    }

    @Test
    void aPositionThatIsSavedBeforeItsMessageIsHandledIsNoticed() {
        try (KillNine consumer = consumer(Acknowledgement.ON_RECEIPT)) {
            assertThatThrownBy(() -> consumer.kill(1))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("position after run 1");
        }
    }
}
