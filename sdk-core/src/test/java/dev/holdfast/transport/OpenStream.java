package dev.holdfast.transport;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.BufferedSink;

/** A response whose body stays open until the test ends. */
final class OpenStream implements MockResponseBody {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final String begins;

    OpenStream(String begins) {
        this.begins = begins;
    }

    MockResponse response() {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body(this)
                .onResponseEnd(SocketEffect.ShutdownConnection.INSTANCE)
                .build();
    }

    @Override
    public long getContentLength() {
        return -1;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.writeUtf8(begins).flush();
        try {
            closed.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void close() {
        closed.countDown();
    }
}
