package dev.holdfast.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.samples.server.Published;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison, with faults planted by hand: what it lets pass proves nothing unless it finds these. */
class LedgerTest {
    private final List<Published> published = new ArrayList<>();
    private final List<Published> seen = new ArrayList<>();

    LedgerTest() {
        for (int seq = 1; seq <= 9; seq++) published.add(message(seq));
        seen.addAll(published.subList(2, 9));
    }

    private static Published message(int seq) {
        return Published.of("e:" + seq, seq, "payload " + seq);
    }

    private Ledger compare() {
        return Ledger.compare(Map.of("cpu", published), Map.of("cpu", seen));
    }

    @Test
    void whatCameBeforeTheFirstMessageSeenIsNotMissed() {
        Ledger ledger = compare();
        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.received()).isEqualTo(7);
    }

    @Test
    void aLostMessageIsNamed() {
        seen.remove(message(5));
        Ledger ledger = compare();
        assertThat(ledger.lost()).isEqualTo(1);
        assertThat(ledger.faults())
                .singleElement()
                .asString()
                .startsWith("cpu: lost")
                .contains("e:5");
    }

    @Test
    void theLastMessagesCountToo() {
        seen.remove(message(9));
        assertThat(compare().lost()).isEqualTo(1);
    }

    @Test
    void aMessageSeenTwiceIsNamed() {
        seen.add(4, message(6));
        Ledger ledger = compare();
        assertThat(ledger.duplicated()).isEqualTo(1);
        assertThat(ledger.lost()).isZero();
        assertThat(ledger.faults())
                .singleElement()
                .asString()
                .contains("received again")
                .contains("e:6");
    }

    @Test
    void onePayloadUnderTwoIdsIsSeenTwice() {
        seen.add(4, Published.of("e:6b", 6, "payload 6"));
        assertThat(compare().duplicated()).isEqualTo(1);
    }

    @Test
    void twoPayloadsUnderOneIdAreAFault() {
        seen.set(6, Published.of("e:8", 9, "payload 9"));
        Ledger ledger = compare();
        assertThat(ledger.duplicated()).isEqualTo(1);
        assertThat(ledger.lost()).isEqualTo(1);
    }

    @Test
    void aChangedPayloadIsLost() {
        seen.set(3, Published.of("e:6", 6, "payload six"));
        Ledger ledger = compare();
        assertThat(ledger.lost()).isEqualTo(1);
        assertThat(ledger.faults()).anyMatch(fault -> fault.contains("never published"));
    }

    @Test
    void disorderIsAFault() {
        seen.add(2, seen.remove(3));
        Ledger ledger = compare();
        assertThat(ledger.lost() + ledger.duplicated()).isZero();
        assertThat(ledger.faults()).singleElement().asString().contains("out of order");
    }

    @Test
    void aSilentTopicIsAFault() {
        seen.clear();
        assertThat(compare().faults()).containsExactly("cpu: no message received");
    }
}
