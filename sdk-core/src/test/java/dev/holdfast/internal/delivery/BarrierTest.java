package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Delivery;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.fixtures.InMemoryConnection;
import dev.holdfast.fixtures.InMemoryTransport;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.Target;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with real threads and a server that sends without pause. */
class BarrierTest {
    private static final int ROUNDS = 300;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noCallbackBeginsOnceUnsubscribeHasReturned(boolean direct) throws InterruptedException {
        try (RealtimeClient client = RealtimeClient.builder("http://torrent.invalid/")
                .transport(new Torrent())
                .delivery(direct ? Delivery.direct() : Delivery.background())
                .build()) {
            for (int round = 0; round < ROUNDS; round++) {
                CountDownLatch flowing = new CountDownLatch(1 + round % 200);
                AtomicBoolean over = new AtomicBoolean();
                AtomicBoolean late = new AtomicBoolean();
                AtomicLong called = new AtomicLong();
                Subscription subscription = client.subscribe(message -> {
                    if (over.get()) late.set(true);
                    called.incrementAndGet();
                    flowing.countDown();
                });
                flowing.await();
                subscription.unsubscribeAndWait();
                over.set(true);
                long handled = subscription.stats().handled();
                assertThat(handled).isEqualTo(called.get());
                assertThat(subscription.cursor()).isEqualTo(String.valueOf(handled));
                assertThat(late).isFalse();
            }
        }
    }

    /** A transport whose reads bring thirty messages each, numbered from one on each connection. */
    private static final class Torrent extends InMemoryTransport {
        Torrent() {
            super("torrent", false);
        }

        @Override
        public Connection newConnection(Target target) {
            return new Flood();
        }
    }

    private static final class Flood extends InMemoryConnection implements FrameReader {
        private final Frame frame = new Frame();
        private volatile boolean cancelled;
        private long number;

        @Override
        public FrameReader reader() {
            return this;
        }

        @Override
        public int read(byte[] into) {
            return cancelled ? -1 : 30;
        }

        @Override
        public int feed(byte[] bytes, int offset, int length, FrameSink sink) {
            for (int i = 0; i < length; i++) {
                if (!sink.onFrame(frame.setText("text", null, String.valueOf(++number), 4))) return i + 1;
            }
            return length;
        }

        @Override
        public CloseReason end() {
            return CloseReason.retryable(CloseReason.Kind.END_OF_STREAM, "cancelled");
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void abandon() {
            cancel();
        }
    }
}
