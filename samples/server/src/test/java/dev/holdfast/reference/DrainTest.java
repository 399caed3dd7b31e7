package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.holdfast.interop.Until;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Publication;
import dev.holdfast.reference.web.Node;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that goes down says so to all, and takes nobody new. */
class DrainTest {
    @RegisterExtension
    final Running running = new Running();

    private static CompletableFuture<Void> drain(Node node) {
        return CompletableFuture.runAsync(() -> {
            try {
                node.drain(new SplittableRandom(1));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aSocketIsClosedWithServiceRestartAndATime() {
        Node node = running.start("--drain-spread=3000");
        RawSocket socket = running.welcomed(node).send("{'type':'subscribe','subs':[{'sub':1,'topic':'a'}]}");
        socket.expect("subscribed");
        socket.expect("position");
        running.publish(node, "a", "1");

        CompletableFuture<Void> drained = drain(node);

        // What was queued goes out before.
        socket.expect("message");
        JsonObject close = socket.expect("close");
        assertThat(close.get("retry").getAsBoolean()).isTrue();
        assertThat(close.get("after").getAsInt()).isBetween(1, 3000);
        assertThat(socket.closed().code()).isEqualTo(1012);
        drained.join();
        assertThat(node.connections()).isZero();
    }

    @Test
    void aStreamEndsWithATimeToComeBackAt() {
        Node node = running.start("--drain-spread=3000");
        RawStream stream = running.stream(node, "a");
        stream.begin();

        CompletableFuture<Void> drained = drain(node);

        String retry = stream.next();
        assertThat(retry).matches("retry: \\d+");
        assertThat(Integer.parseInt(retry.substring(7))).isBetween(1, 3000);
        assertThat(stream.next()).isEqualTo("(end)");
        drained.join();
    }

    /** What is being stored is answered before the goodbye, and nothing is stored after it. */
    @Test
    void aPublishUnderWayGetsItsReceipt() {
        List<Publication> held = new CopyOnWriteArrayList<>();
        Node node = running.start(new HoldingBackend(held));
        RawSocket socket = running.welcomed(node).send("{'type':'publish','ref':1,'topic':'a','data':1}");
        Until.holds(() -> "nothing published", () -> held.size() == 1);

        CompletableFuture<Void> drained = drain(node);
        Until.holds(() -> "not draining", () -> running.get(node, "/health").status() == 503);
        socket.send("{'type':'publish','ref':2,'topic':'a','data':2}");
        held.get(0).answer().stored(new EventId(7, 1));

        assertThat(socket.text()).isEqualTo("{'type':'receipt','ref':1,'id':'7-1'}");
        socket.expect("close");
        assertThat(socket.closed().code()).isEqualTo(1012);
        drained.join();
        assertThat(held).hasSize(1);
    }

    @Test
    void clientsAreSpread() {
        Node node = running.start("--drain-spread=100000");
        RawStream one = running.stream(node, "a");
        one.begin();
        RawStream two = running.stream(node, "a");
        two.begin();

        drain(node).join();

        assertThat(one.next()).isNotEqualTo(two.next());
    }

    @Test
    void nothingNewIsTaken() {
        Node node = running.start();
        drain(node).join();

        Http.Answer health = running.get(node, "/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body()).contains("\"status\":\"draining\"");
        Http.Answer stream = running.get(node, "/realtime?topic=a");
        assertThat(stream.status()).isEqualTo(503);
        assertThat(stream.headers().get("Retry-After")).isEqualTo("1");
        assertThat(running.publish(node, "a", "1").status()).isEqualTo(503);
        RawSocket.Failed refused = running.socket(node).failed();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfter()).isEqualTo("1");
    }

    @Test
    void whoDoesNotGoIsCutOff() {
        Node node = running.start("--drain-timeout=200");
        RawSocket silent = running.welcomed(node);
        silent.hangs();

        drain(node).join();
        node.close();

        Until.holds(() -> "still there", () -> node.connections() == 0);
        silent.cancel();
    }
}
