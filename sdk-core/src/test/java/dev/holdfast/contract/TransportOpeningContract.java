package dev.holdfast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Target;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of opening a connection, the first half of {@link TransportContract}. */
abstract class TransportOpeningContract extends TransportSteps {
    @Test
    void newConnectionDoesNoIo() throws Exception {
        dial();
        Socket mine = peer.connectMyself();
        assertThat(peer.acceptOnly().getPort()).as("the first to come").isEqualTo(mine.getLocalPort());
    }

    @Test
    void openWaitsForTheHead() throws Exception {
        Wired made = dial();
        Future<?> opening = opening(made);
        Peer.Incoming incoming = peer.next();
        assertThat(opening.isDone()).isFalse();
        incoming.accept();
        await(opening);
    }

    @Test
    void credentialsAndHeadersArrive() throws Exception {
        Wired made = dial(Target.of(peer.url()).withHeader("X-App", "seven").withAuthorization("Bearer secret"));
        String head = open(made).head.toLowerCase(Locale.ROOT);
        assertThat(head).contains("\r\nx-app: seven\r\n", "\r\nauthorization: bearer secret\r\n");
        assertThat(head.substring(0, head.indexOf('\r'))).doesNotContain("secret");
    }

    @Test
    void headersAreLookedUpWithoutCaseAndTheLastCounts() throws Exception {
        Wired made = dial();
        Future<?> opening = opening(made);
        peer.next().accept("X-Peer: one\r\nX-Peer: two\r\n");
        await(opening);
        assertThat(made.connection.header("X-Peer")).isEqualTo("two");
        assertThat(made.connection.header("x-peer")).isEqualTo("two");
        assertThat(made.connection.header("X-PEER")).isEqualTo("two");
        assertThat(made.connection.header("X-None")).isNull();
    }

    @Test
    void refusalsCarryCodeAndRetryAfter() throws Exception {
        CloseReason later = refusal(dial(), to -> to.answer("503 Busy", "Retry-After: 7\r\n", ""));
        assertThat(later.code()).isEqualTo(503);
        assertThat(later.retryable()).isTrue();
        assertThat(later.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        CloseReason never = refusal(dial(), to -> to.answer("403 Forbidden", "", ""));
        assertThat(never.code()).isEqualTo(403);
        assertThat(never.retryable()).isFalse();
        CloseReason who = refusal(dial(), to -> to.answer("401 Unauthorized", "", ""));
        assertThat(who.code()).isEqualTo(401);
    }

    @Test
    void aPageIsTakenForACaptivePortal() throws Exception {
        CloseReason reason = refusal(
                dial(), to -> to.answer("200 OK", "Content-Type: text/html\r\n", "<html>Log in, with secret</html>"));
        assertThat(reason.kind()).isEqualTo(CloseReason.Kind.CONTENT_TYPE);
        assertThat(reason.retryable()).isTrue();
        assertThat(reason.text()).doesNotContain("secret");
    }

    @Test
    void aRedirectOnTheOriginKeepsCredentials() throws Exception {
        Wired made = dial(Target.of(peer.url()).withHeader("X-App", "7").withAuthorization("Bearer secret"));
        Future<?> opening = opening(made);
        peer.next().redirect("/other");
        Peer.Incoming again = peer.next();
        again.accept();
        await(opening);
        assertThat(again.head).startsWith("GET /other ").contains("X-App: 7", "Authorization: Bearer secret");
    }

    @Test
    void aRedirectToAnotherOriginLeavesCredentialsAndHeadersBehind() throws Exception {
        try (Peer stranger = peer()) {
            Wired made = dial(Target.of(peer.url()).withHeader("X-App", "7").withAuthorization("Bearer secret"));
            Future<?> opening = opening(made);
            peer.next().redirect(stranger.url());
            Peer.Incoming incoming = stranger.next();
            incoming.accept();
            await(opening);
            assertThat(incoming.head.toLowerCase(Locale.ROOT)).doesNotContain("secret", "x-app", "authorization");
        }
    }

    @Test
    void aServerThatGoesAwayWhileOpeningIsANetworkFailure() throws Exception {
        CloseReason reason = refusal(dial(), Peer.Incoming::reset);
        assertThat(reason.retryable()).isTrue();
    }
}
