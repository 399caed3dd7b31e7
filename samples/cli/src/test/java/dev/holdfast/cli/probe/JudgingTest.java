package dev.holdfast.cli.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.probe.EventParser.Event;
import dev.holdfast.cli.probe.Seen.Arrival;
import dev.holdfast.cli.probe.Seen.Head;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of what was seen, without a network. */
final class JudgingTest {
    private static final long WATCHED = 20_000;

    private static Head head(long at) {
        return new Head(at, 200, "text/event-stream", "nginx", "", null, "http/1.1");
    }

    private static Seen seen(long endedAt, Arrival... arrivals) {
        return new Seen(head(5), List.of(arrivals), endedAt, WATCHED, null);
    }

    private static Arrival bytes(long at, int bytes, boolean atBoundary) {
        return new Arrival(at, bytes, atBoundary, List.of(), 0);
    }

    private static Arrival comment(long at) {
        return new Arrival(at, 3, true, List.of(), 1);
    }

    private static Arrival event(long at, String id) {
        return new Arrival(at, 30, true, List.of(new Event(id, null, "x")), 0);
    }

    private static Verdict buffering(Seen seen) {
        return Buffering.judge(seen, null).verdict();
    }

    @Test
    void aSmallWholeEventThatComesByItselfWasNotBuffered() {
        assertThat(buffering(seen(-1, bytes(100, 40, true)))).isEqualTo(Verdict.NO);
        assertThat(buffering(seen(-1, bytes(100, 20, false), bytes(103, 20, true))))
                .isEqualTo(Verdict.NO);
    }

    @Test
    void aBufferfulThatEndsInTheMiddleOfAnEventWasBuffered() {
        Seen seen = seen(-1, bytes(2000, 4096, false), bytes(4000, 4096, false));
        Finding finding = Buffering.judge(seen, null);
        assertThat(finding.verdict()).isEqualTo(Verdict.YES);
        assertThat(finding.evidence()).contains("4096 bytes", "2000 ms", "nothing for 2000 ms", "nginx");
        assertThat(finding.advice()).contains("proxy_buffering off");
        // The last one as well, if nothing follows it.
        assertThat(buffering(seen(-1, bytes(2000, 4096, false)))).isEqualTo(Verdict.YES);
    }

    @Test
    void aBusyFeedIsKnownByItsCuts() {
        Arrival[] cut = new Arrival[9];
        for (int i = 0; i < cut.length; i++) cut[i] = bytes(100 + i * 80L, 4096, false);
        assertThat(buffering(new Seen(head(5), List.of(cut), -1, 800, null))).isEqualTo(Verdict.LIKELY);
        // Every 20 ms an event of its own is none.
        for (int i = 0; i < cut.length; i++) cut[i] = bytes(100 + i * 20L, 116, true);
        assertThat(buffering(new Seen(head(5), List.of(cut), -1, 300, null))).isEqualTo(Verdict.NO);
        // The rest of an event that was cut is no event by itself.
        assertThat(buffering(seen(-1, bytes(100, 4096, false), bytes(120, 50, true))))
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aLongHistoryThatTheNetworkCutsInPiecesWasNot() {
        Seen seen = seen(
                -1, bytes(10, 65_536, false), bytes(90, 30_000, false), bytes(200, 500, true), bytes(900, 50, true));
        assertThat(buffering(seen)).isEqualTo(Verdict.NO);
    }

    @Test
    void whatComesTogetherWithTheEndMayHaveBeenKeptForIt() {
        assertThat(buffering(seen(6000, bytes(6000, 700, true)))).isEqualTo(Verdict.LIKELY);
        // At once, and then the end: nobody knows.
        assertThat(buffering(seen(20, bytes(10, 700, true)))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void nothingAtAllIsDecidedByHeadOnly() {
        Seen nothing = new Seen(null, List.of(), -1, WATCHED, null);
        assertThat(Buffering.judge(nothing, head(5)).verdict()).isEqualTo(Verdict.LIKELY);
        assertThat(Buffering.judge(nothing, head(19_000)).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(Buffering.judge(nothing, null).verdict()).isEqualTo(Verdict.UNKNOWN);
        Head other = new Head(5, 405, "", "", "", null, "http/1.1");
        assertThat(Buffering.judge(nothing, other).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(buffering(seen(-1))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void commentsAreHeartbeatsAndAGreetingIsNone() {
        Finding beats =
                SignsOfLife.judge(seen(-1, event(10, "1"), comment(5000), comment(10_000), comment(15_000)), false);
        assertThat(beats.verdict()).isEqualTo(Verdict.YES);
        assertThat(beats.evidence()).isEqualTo("3 received, on average every 5 s");
        assertThat(SignsOfLife.judge(seen(-1, comment(10)), false).verdict()).isEqualTo(Verdict.NO);
        Arrival named = new Arrival(9000, 9, true, List.of(new Event(null, "ping", "")), 0);
        assertThat(SignsOfLife.judge(seen(-1, named), false).verdict()).isEqualTo(Verdict.YES);
    }

    @Test
    void silenceIsNoHeartbeatAndABusyFeedNeedsNone() {
        Finding silent = SignsOfLife.judge(seen(-1, event(10, "1")), false);
        assertThat(silent.verdict()).isEqualTo(Verdict.NO);
        assertThat(silent.evidence()).contains("in 20 s of silence");
        assertThat(SignsOfLife.judge(seen(-1, event(10, "1")), true).verdict()).isEqualTo(Verdict.UNKNOWN);
        Arrival[] busy = new Arrival[20];
        for (int i = 0; i < busy.length; i++) busy[i] = event((i + 1) * 1000L, "" + i);
        assertThat(SignsOfLife.judge(seen(-1, busy), false).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    private static Seen ids(String... ids) {
        List<Arrival> arrivals = new ArrayList<>();
        for (String id : ids) arrivals.add(event(arrivals.size(), id));
        return seen(-1, arrivals.toArray(new Arrival[0]));
    }

    @ParameterizedTest
    @CsvSource({
        // What came first; what was known then; what came to the question for the first of it.
        "1 2 3, 1 2 3 4, 2 3, YES",
        "1 2 3, 1 2 3 4, 1 2, NO",
        "1 2 3, 1 2 3 4, 4 5, NO",
        "1 2 3, 1 2 3 4, 9, NO",
        "1, 1, 2, UNKNOWN",
        "1, 1 2, 2, YES",
        "1, 1, 1, NO",
        "1 2, 1 2, '', UNKNOWN",
    })
    void aServerThatResumesBeginsWithWhatFollowed(String first, String known, String again, Verdict verdict) {
        Seen before = ids(first.split(" "));
        Seen second = again.isEmpty() ? seen(-1) : ids(again.split(" "));
        String asked = Resuming.question(before);
        assertThat(asked).isEqualTo("1");
        assertThat(Resuming.judge(before, ids(known.split(" ")), asked, second).verdict())
                .isEqualTo(verdict);
    }

    @Test
    void aServerMayConfirmThePosition() {
        Arrival position = new Arrival(1, 9, true, List.of(new Event("1", null, null)), 0);
        assertThat(Resuming.judge(ids("1"), ids("1"), "1", seen(-1, position)).verdict())
                .isEqualTo(Verdict.YES);
        Head confirming = new Head(5, 200, "text/event-stream", "", "", "1", "http/1.1");
        Seen silent = new Seen(confirming, List.of(), -1, WATCHED, null);
        assertThat(Resuming.judge(ids("1"), ids("1"), "1", silent).verdict()).isEqualTo(Verdict.YES);
    }

    @Test
    void eventsWithoutIdsCannotBeResumedAndNoEventsSayNothing() {
        Arrival nameless = new Arrival(1, 9, true, List.of(new Event(null, null, "x")), 0);
        assertThat(Resuming.unasked(seen(-1, nameless)).verdict()).isEqualTo(Verdict.NO);
        assertThat(Resuming.unasked(seen(-1)).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "101, true, '', YES",
        "101, false, '', NO",
        "426, false, '', NO",
        "400, false, 'Can \"Upgrade\" only to \"WebSocket\".', NO",
        "404, false, '', NO",
        "401, false, '', UNKNOWN",
        "0, false, '', UNKNOWN"
    })
    void anUpgradeIsJudgedByItsAnswer(int status, boolean upgraded, String body, Verdict verdict) {
        SocketLook.Seen seen = new SocketLook.Seen(status, upgraded, "nginx", "", body, List.of(), 0, -1, true, null);
        Finding finding = Sockets.judge(seen);
        assertThat(finding.verdict()).isEqualTo(verdict);
        boolean proxy = status == 426 || !body.isEmpty();
        assertThat(finding.evidence().contains("a proxy on the path removes it"))
                .isEqualTo(proxy);
    }

    @Test
    void aFloodOfEventsIsNotKept() {
        EventParser parser = new EventParser();
        byte[] events = "id\n\n".repeat(1000).getBytes(UTF_8);
        for (int i = 0; i < 200; i++) parser.feed(events, events.length);
        assertThat(parser.takeEvents()).hasSizeBetween(1000, 100_000);
        byte[] large = ("data:" + "x".repeat(100_000) + "\n\n").getBytes(UTF_8);
        EventParser fresh = new EventParser();
        for (int i = 0; i < 60; i++) fresh.feed(large, large.length);
        assertThat(fresh.takeEvents()).hasSizeBetween(10, 50);
        assertThat(fresh.atBoundary()).isTrue();
    }

    @Test
    void linesAreCutHoweverTheyCome() {
        String text = ":hello\nid: 1\r\nevent: e\rdata: a\ndata: b\r\n\r\n: there\n\nid\n\ndata:x";
        EventParser whole = new EventParser();
        whole.feed(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), text.length());
        EventParser single = new EventParser();
        for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) single.feed(new byte[] {b}, 1);
        for (EventParser parser : List.of(whole, single)) {
            assertThat(parser.takeEvents()).containsExactly(new Event("1", "e", "a"), new Event("", null, null));
            assertThat(parser.takeComments()).isEqualTo(2);
            assertThat(parser.atBoundary()).isFalse();
            parser.feed(new byte[] {'\n', '\n'}, 2);
            assertThat(parser.atBoundary()).isTrue();
            assertThat(parser.takeEvents()).containsExactly(new Event(null, null, "x"));
        }
    }
}
