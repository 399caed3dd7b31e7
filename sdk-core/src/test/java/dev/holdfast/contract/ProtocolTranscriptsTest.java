package dev.holdfast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.JsonDialect;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.WireSubscription;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the exact frames of each protocol. */
final class ProtocolTranscriptsTest {
    private static final Map<String, String> CHOSEN = Map.of("Sec-WebSocket-Protocol", "holdfast.v1");
    private static final Map<String, String> STREAM = Map.of("Content-Type", "Text/Event-Stream");

    @Test
    void plain() {
        new Transcript(Plain.create(), Map.of("Last-Event-ID", "7"))
                .play(
                        "< too early",
                        "> opened",
                        "= ready",
                        "> subscribe a@7",
                        "= subscribed a RESUMED",
                        "< x",
                        "= message a null null x",
                        "<[8,tick] y",
                        "= message a 8 tick y",
                        "<[9]",
                        "= position a 9",
                        "<[]",
                        "= position a ",
                        "> unsubscribe a",
                        "< z",
                        "<[10]",
                        "> probe",
                        "= the transport probes");
        new Transcript(Plain.create(), Map.of("Last-Event-ID", "5"))
                .play("> opened", "= ready", "> subscribe a@7", "= subscribed a GAP");
        new Transcript(Plain.create(), Map.of())
                .play("> opened", "= ready", "> subscribe a@7", "= subscribed a UNKNOWN");
        // HTTP has removed the tab.
        new Transcript(Plain.create(), Map.of("Last-Event-ID", "7"))
                .play("> opened", "= ready", "> subscribe a@7\t", "= subscribed a RESUMED");
        new Transcript(Plain.create(), Map.of()).play("> opened", "= ready", "> subscribe a", "= subscribed a FRESH");
    }

    /** A tab may be in a header; other control characters may not (RFC 9110 section 5.5). */
    @ParameterizedTest
    @CsvSource({"a\tb, true", "a b, true", "é\u0085, true", "a\u007fb, false", "a\u001bb, false", "'a\nb', false"})
    void cursorIsSentIfAHeaderCanHoldIt(String cursor, boolean sent) {
        Target target = Plain.create().target(Target.of("https://h"), new TestRoute("a", cursor));
        assertThat(target.headers().get("Last-Event-ID")).isEqualTo(sent ? cursor : null);
    }

    @Test
    void holdfastOverWebSocket() {
        new Transcript(HoldfastJson.create(), CHOSEN)
                .play(
                        "> opened",
                        "= send {\"type\":\"hello\",\"version\":1}",
                        "< {\"type\":\"welcome\",\"heartbeat\":20000}",
                        "= heartbeat 20000",
                        "= ready",
                        "< {\"type\":\"welcome\",\"heartbeat\":99999999999}",
                        "= heartbeat 3600000",
                        "> subscribe a b@7",
                        "= send {\"type\":\"subscribe\",\"subs\":[{\"sub\":1,\"topic\":\"a\"},"
                                + "{\"sub\":2,\"topic\":\"b\",\"cursor\":\"7\"}]}",
                        "< {\"type\":\"subscribed\",\"sub\":1,\"continuity\":\"fresh\"}",
                        "= subscribed a FRESH",
                        "< {\"type\":\"message\",\"sub\":2,\"id\":\"8\",\"event\":\"tick\",\"data\":{\"n\": 1}}",
                        "= subscribed b UNKNOWN",
                        "= message b 8 tick {\"n\": 1}",
                        "< {\"type\":\"position\",\"sub\":2,\"id\":\"9\"}",
                        "= position b 9",
                        "> unsubscribe a",
                        "= send {\"type\":\"unsubscribe\",\"subs\":[1]}",
                        "< {\"type\":\"message\",\"sub\":1,\"data\":1}",
                        "< {\"type\":\"ended\",\"sub\":2,\"reason\":\"no more\",\"retry\":true,\"after\":50}",
                        "= ended b SERVER: no more (retryable), retry after 50 ms",
                        "< {\"type\":\"message\",\"sub\":2,\"data\":1}",
                        "< {\"type\":\"ping\"}",
                        "= send {\"type\":\"pong\"}",
                        "< {\"type\":\"close\",\"reason\":\"maintenance\",\"retry\":true}",
                        "= close SERVER: maintenance (retryable)");
    }

    @Test
    void holdfastCommands() {
        new Transcript(HoldfastJson.create(), CHOSEN)
                .play(
                        "> publish 1 a {\"x\":1}",
                        "= send {\"type\":\"publish\",\"ref\":1,\"topic\":\"a\",\"data\":{\"x\":1}}",
                        "> request 2 a null",
                        "= send {\"type\":\"request\",\"ref\":2,\"topic\":\"a\",\"data\":null}",
                        "< {\"type\":\"receipt\",\"ref\":1,\"id\":\"9\"}",
                        "= receipt 1 9",
                        "< {\"type\":\"reply\",\"ref\":2,\"data\":[1]}",
                        "= reply 2 [1]",
                        "< {\"type\":\"error\",\"ref\":2,\"reason\":\"no\"}",
                        "= refused 2 SERVER: no (final)",
                        "< {\"type\":\"message\",\"sub\":\"1\"}",
                        "< {\"sub\":1}",
                        "= broken PROTOCOL");
    }

    @Test
    void holdfastNeedsItsSubprotocol() {
        new Transcript(HoldfastJson.create(), Map.of())
                .play(
                        "> opened",
                        "= close PROTOCOL: The server did not accept the subprotocol holdfast.v1. If it uses another"
                                + " protocol, set that with .protocol(…) (final)");
    }

    @Test
    void holdfastOverSse() {
        new Transcript(HoldfastJson.create(), STREAM)
                .play(
                        "> opened",
                        "= ready",
                        "> subscribe a",
                        "< {\"type\":\"subscribed\",\"continuity\":\"gap\"}",
                        "= subscribed a GAP",
                        "<[7] {\"type\":\"message\",\"data\":\"x\"}",
                        "= message a 7 null \"x\"",
                        "<[8]",
                        "= position a 8",
                        "< {\"type\":\"ping\"}",
                        "< {\"type\":\"ended\"}",
                        "= ended a SERVER: The server ended the subscription (final)",
                        "<[9] {\"type\":\"message\",\"data\":\"y\"}",
                        "<[9]");
        new Transcript(HoldfastJson.create(), STREAM)
                .play(
                        "> opened",
                        "= ready",
                        "> subscribe a",
                        "> unsubscribe a",
                        "<[7] {\"type\":\"message\",\"data\":\"x\"}");
    }

    @Test
    void anExchange() {
        new Transcript(Speeches.ExchangeSpeech.dialect(), Map.of())
                .play(
                        "> opened",
                        "= send {\"op\":\"hello\"}",
                        "< {\"event\":\"welcome\"}",
                        "= ready",
                        "< {\"event\":\"ping\"}",
                        "= send {\"op\":\"pong\"}",
                        "> probe",
                        "= send {\"op\":\"ping\"}",
                        "= probed",
                        "> subscribe a b",
                        "= send {\"op\":\"subscribe\",\"args\":[\"a\",\"b\"]}",
                        "< {\"channel\":\"a\",\"data\":[1],\"seq\":\"5\",\"event\":\"trade\"}",
                        "= subscribed a FRESH",
                        "= message a 5 trade [1]",
                        "< {\"channel\":\"b\",\"event\":\"error\",\"message\":\"unknown channel\"}",
                        "= ended b SERVER: unknown channel (final)",
                        "< {\"channel\":\"b\",\"data\":[1]}",
                        "< {\"channel\":\"a\"}",
                        "= broken PROTOCOL");
    }

    @Test
    void aSecondSubscriptionAsksAgainOnlyWhereThatResumes() {
        JsonDialect plain = JsonDialect.of(
                "d",
                routes -> routes.stream().map(r -> r.topic() + "@" + r.cursor()).collect(Collectors.joining(" ")),
                (frame, reply) -> {});
        new Transcript(plain, Map.of()).play("> opened", "= ready", "> subscribe a@1 a@2", "= send a@1");
        new Transcript(plain.withResume(), Map.of())
                .play("> opened", "= ready", "> subscribe a@1 a@2", "= send a@1 a@2");
    }

    @Test
    void aTopicIsSubscribedWhenTheServerSaysSoOrWithItsFirstMessage() {
        JsonDialect confirms = JsonDialect.of(
                "d",
                routes -> routes.stream().map(WireSubscription::topic).collect(Collectors.joining(" ")),
                (frame, reply) -> {
                    String topic = String.valueOf(frame.string("topic"));
                    String data = frame.raw("data");
                    if (data == null) reply.subscribed(topic);
                    else reply.message(topic, data);
                });
        new Transcript(confirms.withConfirmations(), Map.of())
                .play(
                        "> opened",
                        "= ready",
                        "> subscribe a b",
                        "= send a b",
                        "< {\"topic\":\"stranger\"}",
                        "< {\"topic\":\"b\"}",
                        "= subscribed b FRESH",
                        "< {\"topic\":\"b\"}",
                        "> subscribe b",
                        "= subscribed b FRESH",
                        "> subscribe a",
                        "< {\"topic\":\"a\",\"data\":1}",
                        "= subscribed a FRESH",
                        "= message a null null 1",
                        "= subscribed a FRESH",
                        "= message a null null 1",
                        "< {\"topic\":\"a\"}");
    }
}
