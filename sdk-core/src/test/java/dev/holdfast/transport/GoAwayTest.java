package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.RealtimeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;

/** Tests an HTTP/2 server that sends GOAWAY (RFC 9113 section 6.8), as it does before a restart. */
class GoAwayTest extends HttpTest {
    private final FeedRecorder app = new FeedRecorder();

    private Http2Peer peer() throws IOException {
        Http2Peer peer = closing(new Http2Peer());
        RealtimeClient client = closing(RealtimeClient.builder(peer.url())
                .okHttpClient(new OkHttpClient.Builder()
                        .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                        .build())
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(20)))
                .build());
        client.addConnectionListener(app);
        client.subscribe(app);
        return peer;
    }

    private void assertComesBack(Http2Peer peer) throws Exception {
        // A new connection, because the old one accepts no more streams.
        Http2Peer.Stream second = peer.next();
        second.accept();
        second.data("id: 3\ndata: three\n\n");
        assertThat(app.next()).isEqualTo("UNKNOWN");
        assertThat(app.next()).isEqualTo("three");
    }

    @Test
    void aStreamThatWasTakenGoesOnUntilTheServerEndsIt() throws Exception {
        Http2Peer peer = peer();
        Http2Peer.Stream first = peer.next();
        first.accept();
        first.data("id: 1\ndata: one\n\n");
        assertThat(app.next()).isEqualTo("FRESH");
        assertThat(app.next()).isEqualTo("one");
        first.goAway(true);
        first.data("id: 2\ndata: two\n\n");
        assertThat(app.next()).isEqualTo("two");
        first.end();
        assertThat(app.reason()).isEqualTo("END_OF_STREAM");
        assertComesBack(peer);
    }

    @Test
    void aStreamThatWasNotTakenIsDialledAgain() throws Exception {
        Http2Peer peer = peer();
        Http2Peer.Stream first = peer.next();
        first.accept();
        first.data("id: 1\ndata: one\n\n");
        assertThat(app.next()).isEqualTo("FRESH");
        assertThat(app.next()).isEqualTo("one");
        first.goAway(false);
        assertThat(app.reason()).isEqualTo("NETWORK");
        assertComesBack(peer);
    }
}
