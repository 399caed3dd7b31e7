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
import java.util.concurrent.atomic.AtomicBoolean;
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
    void aPostUnderWayIsAnsweredAndWaitedFor() {
        List<Publication> held = new CopyOnWriteArrayList<>();
        Node node = running.start(new HoldingBackend(held));
        CompletableFuture<Http.Answer> answer = CompletableFuture.supplyAsync(() -> running.publish(node, "a", "1"));
        Until.holds(() -> "nothing published", () -> held.size() == 1);

        CompletableFuture<Void> drained = drain(node);
        Until.holds(() -> "not draining", () -> running.get(node, "/health").status() == 503);
        assertThat(running.publish(node, "a", "2").status()).isEqualTo(503);
        assertThat(drained).isNotDone();
        held.get(0).answer().stored(new EventId(7, 1));

        drained.join();
        assertThat(answer.join().body()).isEqualTo("{\"id\":\"7-1\"}\n");
        assertThat(held).hasSize(1);
    }

    /** What is waited for is what is under way, and not what went wrong before. */
    @Test
    void aPostThatWasRefusedIsNotWaitedFor() {
        Node node = running.start("--max-frame=1000", "--drain-timeout=60000", "--publish-rate=5");
        assertThat(running.publish(node, "a?event=%FF", "1").status()).isEqualTo(400);
        assertThat(running.publish(node, "a", "{").status()).isEqualTo(400);
        assertThat(running.publish(node, "a", "\"" + "x".repeat(1000) + "\"").status())
                .isEqualTo(413);
        Until.holds(
                () -> "never too many", () -> running.publish(node, "a", "1").status() == 429);

        assertThat(drain(node)).succeedsWithin(Until.BOUND);
    }

    /** For haproxy's disable-on-404: a node that drains is not dead. */
    @Test
    void aProxyMayAskForAnotherAnswerWhileTheNodeDrains() {
        Node node = running.start();
        assertThat(running.get(node, "/health?draining=404").status()).isEqualTo(200);

        drain(node).join();

        assertThat(running.get(node, "/health?draining=404").status()).isEqualTo(404);
        assertThat(running.get(node, "/health").status()).isEqualTo(503);
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
    void aNodeWhoseStoreIsBrokenTakesNobody() {
        AtomicBoolean fit = new AtomicBoolean(true);
        Node node = running.start(new HoldingBackend(new CopyOnWriteArrayList<>(), fit));
        assertThat(running.get(node, "/health").status()).isEqualTo(200);

        fit.set(false);

        for (String path : List.of("/health", "/health?draining=404"))
            assertThat(running.get(node, path).status()).isEqualTo(503);
        assertThat(running.get(node, "/health").body()).contains("\"status\":\"broken\"");
        Http.Answer stream = running.get(node, "/realtime?topic=a");
        assertThat(stream.status()).isEqualTo(503);
        assertThat(stream.headers().get("Retry-After")).isEqualTo("5");
        assertThat(running.publish(node, "a", "1").status()).isEqualTo(503);
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
