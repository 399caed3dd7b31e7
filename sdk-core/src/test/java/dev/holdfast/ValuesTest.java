package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fixtures.FakeProtocol;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.delivery.RealMessage;
import dev.holdfast.spi.Frame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values that apps need in their own tests can be made, and print what they hold. */
final class ValuesTest {
    @Test
    void anEventIsBuiltFromWhatATestNeeds() {
        ConnectionEvent event = ConnectionEvent.builder(ConnectionState.CONNECTED, ConnectionState.RECONNECTING)
                .connection("c-1", "prices")
                .attempt("c-1.2", 1)
                .delay(Duration.ofMillis(312))
                .reason(CloseReason.retryable(CloseReason.Kind.NETWORK, "reset"))
                .build();
        assertThat(event)
                .hasToString(
                        "CONNECTED -> RECONNECTING c-1.2 [prices], attempt 1 in 312 ms, NETWORK: reset (retryable)");
        assertThat(event.previous()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(event.current()).isEqualTo(ConnectionState.RECONNECTING);
        assertThat(event.connection()).isEqualTo("c-1");
        assertThat(event.attemptName()).isEqualTo("c-1.2");
        assertThat(event.topic()).isEqualTo("prices");
        ConnectionEvent least = ConnectionEvent.builder(ConnectionState.IDLE, ConnectionState.CONNECTING)
                .build();
        assertThat(least.topic()).isNull();
        assertThat(least.delay()).isNull();
        assertThat(least.reason()).isNull();
    }

    @Test
    void countersAddUpAndACopyIsIndependent() {
        SubscriptionStats.Builder builder = SubscriptionStats.builder().received(2, 20);
        SubscriptionStats.Builder copy = builder.copy();
        SubscriptionStats stats = builder.received(1, 10)
                .handled(2)
                .duplicates(3)
                .dropped(4)
                .discarded(5)
                .errors(6)
                .subscribes(7)
                .gaps(8)
                .queued(9)
                .build();
        builder.gaps(100);
        assertThat(stats)
                .hasToString("received=3 bytes=30 handled=2 queued=9 duplicates=3 dropped=4 discarded=5 errors=6"
                        + " subscribes=7 gaps=8");
        assertThat(copy.build().received()).isEqualTo(2);
        assertThat(ClientStats.of(1, 2, 3, stats))
                .hasToString("open=1 attempts=2 subscriptions=3 " + stats)
                .satisfies(all -> assertThat(all.totals()).isSameAs(stats));
    }

    @Test
    void aPeersTextIsPrintedAsOneLine() {
        String evil =
                "a\r\nb\u0000\u001b\u007f\u0085\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069c d é \ud83d\ude00";
        String safe = "a b c d é \ud83d\ude00";
        assertThat(Diagnostics.oneLine(evil)).isEqualTo(safe);
        CloseReason reason = CloseReason.fatal(CloseReason.Kind.SERVER, evil).withCode(4000);
        assertThat(reason.text()).isEqualTo(safe);
        assertThat(CloseReason.retryable(CloseReason.Kind.SERVER, evil).text()).isEqualTo(safe);
        List<Object> printed = List.of(
                ConnectionEvent.builder(ConnectionState.IDLE, ConnectionState.CONNECTING)
                        .connection("c-1", evil)
                        .reason(reason)
                        .build(),
                new CloseException(reason),
                Receipt.of(evil, evil),
                SubscriptionOptions.text(evil),
                new Frame().setText("x", evil, evil, 1),
                new RealMessage(evil, evil, evil, "x", 1, 0),
                new Rig(true, new FakeProtocol(), config -> {}).client.subscribe(evil, message -> {}),
                Diagnostics.of(ConnectionState.IDLE, List.of(evil)));
        assertThat(printed)
                .allSatisfy(
                        each -> assertThat(each.toString()).contains(safe).matches("[\\x20-\\x7e\u00e9\ud83d\ude00]+"));
    }

    @Test
    void smallValues() {
        assertThat(DroppedMessages.of(3, 100)).hasToString("3 messages dropped (100 bytes)");
        assertThat(Receipt.of("t", "7")).hasToString("Receipt{t, id=7}");
        assertThat(Diagnostics.of(ConnectionState.IDLE, List.of("a", "b"))).hasToString("a\nb");
        assertThat(MessageLossException.gap()).hasMessage("The server reported a gap");
        assertThat(MessageLossException.dropped(DroppedMessages.of(3, 100)))
                .hasMessage("3 messages dropped (100 bytes)");
    }
}
