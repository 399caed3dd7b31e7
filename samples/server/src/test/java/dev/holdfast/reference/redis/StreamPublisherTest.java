package dev.holdfast.reference.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.interop.Until;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Publication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of what is published while there is no Redis, and when something goes wrong that should not. */
class StreamPublisherTest {
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private RedisBackend backend;
    private Connections connections;
    private StreamPublisher publisher;

    /** At a port where nobody listens. */
    @BeforeEach
    void make() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        RedisSettings settings =
                new RedisSettings(URI.create("redis://127.0.0.1:" + port), "test:", 10, Duration.ofHours(1));
        connections = new Connections(settings.uri());
        publisher = new StreamPublisher(settings, connections);
        backend = new RedisBackend(settings, connections, publisher);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private void publish(Runnable whenAnswered) {
        publisher.publish(new Publication("a", null, "1", new Publication.Answer() {
            @Override
            public void stored(EventId id) {
                throw new AssertionError("Stored where there is nothing");
            }

            @Override
            public void failed(String reason, boolean retry) {
                answers.add(reason + (retry ? ", retry" : ""));
                whenAnswered.run();
            }
        }));
    }

    private void publish() {
        publish(() -> {});
    }

    private void await(int count) {
        Until.holds(() -> answers.size() + " of " + count + " are answered", () -> answers.size() == count);
    }

    @Test
    void whatWaitsIsBoundedAndEachIsAnswered() {
        for (int i = 0; i < StreamPublisher.MOST; i++) publish();
        assertThat(answers).isEmpty();

        publish();
        assertThat(answers).containsExactly("Too many messages are waiting to be stored, retry");
        answers.clear();
        publisher.start();

        await(StreamPublisher.MOST);
        assertThat(answers.stream().filter(answer -> answer.contains("it is unknown")))
                .isNotEmpty()
                .hasSizeLessThan(StreamPublisher.MOST);
        assertThat(answers.stream().filter(answer -> answer.contains("was not stored")))
                .isNotEmpty();
        // There is room again.
        publish();
        await(StreamPublisher.MOST + 1);
        assertThat(answers).doesNotContain("Too many messages are waiting to be stored, retry");
    }

    @Test
    void anAnswerThatThrowsCostsTheOthersNothing() {
        publish(() -> {
            throw new IllegalStateException("planted");
        });
        publish();
        publisher.start();
        await(2);

        publish();
        await(3);
        assertThat(backend.isFit()).isTrue();
    }

    @Test
    void aThreadThatDiesLeavesNobodyWaitingAndIsTold() {
        publish(() -> {
            throw new AssertionError("planted");
        });
        publish();
        assertThat(backend.isFit()).isTrue();
        publisher.start();
        Until.holds(() -> "it lives", () -> !backend.isFit());
        await(2);

        publish();

        await(3);
        assertThat(answers).contains("This node no longer stores messages, retry");
    }

    @Test
    void whatWaitsWhenItEndsIsAnswered() {
        publish();
        publisher.start();
        await(1);
        publisher.close();
        publish();

        await(2);
        assertThat(backend.isFit()).isTrue();
    }
}
