package dev.holdfast.desktop.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.holdfast.ConnectionState;
import dev.holdfast.SubscriptionState;
import dev.holdfast.desktop.model.Band;
import dev.holdfast.desktop.model.Endpoint;
import dev.holdfast.desktop.model.Entry;
import dev.holdfast.desktop.model.Field;
import dev.holdfast.desktop.model.Lane;
import dev.holdfast.desktop.model.Mark;
import dev.holdfast.desktop.model.Outage;
import dev.holdfast.desktop.model.TopicRow;
import dev.holdfast.samples.server.Cut;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The desk over real sockets, with the demo server, without a window. */
class DeskTest {
    private final Desk desk = new Desk(Duration.ZERO, Duration.ZERO);

    @AfterEach
    void close() {
        desk.close();
    }

    private void until(String what, java.util.function.BooleanSupplier holds) {
        Frames.until(desk, what, holds);
    }

    private void openDemo(boolean sse) throws IOException {
        desk.openDemo(sse);
        until("all topics have messages", () -> desk.model().rows().stream().allMatch(row -> row.newest() != null));
    }

    private Lane lane() {
        return desk.model().timeline().lanes().get(0);
    }

    private boolean judged(Outage.Verdict verdict) {
        return lane().outages().stream().anyMatch(outage -> outage.verdict() == verdict);
    }

    /** Each topic's numbers, one after the other from the first that came. */
    private void nothingIsLostOrDoubled() {
        Map<String, Long> last = new HashMap<>();
        for (Entry entry : desk.model().history().all()) {
            long seq = JsonParser.parseString(entry.text())
                    .getAsJsonObject()
                    .get("seq")
                    .getAsLong();
            Long before = last.put(entry.topic(), seq);
            if (before != null) assertThat(seq).as(entry.topic()).isEqualTo(before + 1);
        }
        assertThat(last).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theDemoFillsTableChartAndTimeline(boolean sse) throws IOException {
        openDemo(sse);
        until(
                "the chart has values",
                () -> desk.model()
                                .series()
                                .values(new Field("cpu", "machine"), 0)
                                .size()
                        > 2);
        until(
                "all have a cursor",
                () -> desk.model().rows().stream().allMatch(r -> r.status().cursor() != null));
        assertThat(desk.model().rows())
                .extracting(TopicRow::topic)
                .containsExactly("cpu", "memory", "threads", "gc", "disk");
        assertThat(desk.model().rows())
                .allMatch(row -> row.status().state() == SubscriptionState.SUBSCRIBED && row.perSecond() > 0);
        assertThat(desk.model().timeline().lanes()).hasSize(sse ? 5 : 1);
        assertThat(desk.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(desk.toRemember()).as("a demo is not to be found again").isNull();
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    @Tag("slow")
    void aCutIsSeenAsAnOutageThatIsResumed(Cut kind) throws IOException {
        openDemo(false);
        desk.demo().cut(kind, 2);
        until("the outage is resumed", () -> judged(Outage.Verdict.RESUMED));
        assertThat(desk.model().timeline().cuts()).hasSize(1);
        assertThat(lane().bands()).extracting(Band::phase).contains(Band.Phase.BACK_OFF);
        if (kind == Cut.SILENCE)
            assertThat(lane().bands()).extracting(Band::phase).contains(Band.Phase.SILENT);
        long soFar = desk.model().messages();
        until("it goes on", () -> desk.model().messages() > soFar + 50);
        nothingIsLostOrDoubled();
    }

    @Test
    @Tag("slow")
    void whatTheServerForgotIsSeenAsAGap() throws IOException {
        openDemo(false);
        desk.demo().lose(3);
        until("the outage is a gap", () -> judged(Outage.Verdict.GAP));
        until(
                "a row says so",
                () -> desk.model().rows().stream().anyMatch(row -> row.status().gaps() > 0));
        assertThat(lane().marks()).extracting(Mark::kind).contains(Mark.Kind.GAP);
    }

    @Test
    @Tag("slow")
    void aQuietTopicShowsHeartbeats() throws IOException {
        openDemo(false);
        assertThat(desk.add("notes")).isTrue();
        for (String topic : List.of("cpu", "memory", "threads", "gc", "disk")) desk.remove(topic);
        until("a probe was answered", () -> lane().marks().stream().anyMatch(m -> m.kind() == Mark.Kind.HEARTBEAT));
    }

    @Test
    void topicsComeAndGo() throws IOException {
        openDemo(false);
        assertThat(desk.add("cpu")).as("is there already").isFalse();
        desk.remove("cpu");
        desk.add("nothing");
        until("the server refuses it", () -> String.valueOf(desk.model().news()).contains("No such topic"));
        assertThat(desk.model().rows())
                .extracting(TopicRow::topic)
                .containsExactly("memory", "threads", "gc", "disk", "nothing");
        assertThat(desk.model().series().shown()).isEmpty();
    }

    @Test
    @Tag("slow")
    void aPauseHoldsAndAResumeMakesUpForIt() throws IOException {
        openDemo(false);
        desk.feed().pause();
        until("it is idle", () -> lane().phase() == Band.Phase.IDLE);
        assertThat(desk.feed().isPaused()).isTrue();
        desk.feed().resume();
        until("it goes on", () -> lane().phase() == Band.Phase.CONNECTED);
        long soFar = desk.model().messages();
        until("messages come", () -> desk.model().messages() > soFar + 50);
        nothingIsLostOrDoubled();
    }

    @Test
    void anEndpointThatIsNoneLeavesAllAsItWas() throws IOException {
        openDemo(false);
        Feed before = desk.feed();
        Endpoint wrong = new Endpoint("ftp://x", Endpoint.Protocol.PLAIN, List.of(""), Map.of(), "");
        assertThatThrownBy(() -> desk.connect(wrong)).isInstanceOf(IllegalArgumentException.class);
        assertThat(desk.feed()).isSameAs(before);
        long soFar = desk.model().messages();
        until("messages come", () -> desk.model().messages() > soFar);
    }

    /** With an URL and a token each; the second could only fail again and again. */
    @ParameterizedTest
    @CsvSource({
        "https://user:secret@127.0.0.1:1/feed, '', remove them",
        "http://127.0.0.1:1/feed, 'two secrets', not allowed in a header",
        "http://127.0.0.1:1/feed, 'secr\u00E9t', not allowed in a header",
        "ftp://127.0.0.1/?token=secret, '', use https",
        "http://[bad?token=secret, '', percent-encode",
    })
    void whatCanNeverBeConnectedWithIsRefusedWithoutASecret(String url, String token, String said) {
        Endpoint wrong = new Endpoint(url, Endpoint.Protocol.PLAIN, List.of(""), Map.of(), token);
        assertThatThrownBy(() -> desk.connect(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said)
                .hasMessageNotContainingAny("secret", "secr\u00E9t");
        assertThat(desk.feed()).isNull();
    }

    @Test
    void aFeedThatIsLeftStaysToBeLookedAt() throws IOException {
        openDemo(false);
        desk.disconnect();
        until("it is closed", () -> lane().phase() == Band.Phase.CLOSED);
        assertThat(desk.model().rows()).allMatch(row -> row.status().state() == SubscriptionState.UNSUBSCRIBED);
        assertThat(desk.model().rows()).allMatch(row -> row.newest() != null);
        assertThat(desk.model().history().size()).isPositive();
        assertThat(desk.add("notes")).isFalse();
    }

    @Test
    void anotherFeedEndsTheDemoAndIsRemembered() throws IOException {
        openDemo(true);
        Endpoint refused = new Endpoint(
                "http://127.0.0.1:1/feed?secret=1", Endpoint.Protocol.PLAIN, List.of("a"), Map.of("K", "v"), "t");
        desk.connect(refused);
        assertThat(desk.demo()).isNull();
        until("it tries again", () -> desk.state() == ConnectionState.RECONNECTING);
        assertThat(desk.model().rows()).extracting(TopicRow::topic).containsExactly("a");
        assertThat(desk.toRemember().token()).isEmpty();
        assertThat(desk.toRemember().headers()).isEmpty();
        assertThat(desk.feed().diagnostics()).doesNotContain("secret");
        desk.disconnect();
        assertThat(desk.state()).isEqualTo(ConnectionState.CLOSED);
    }
}
