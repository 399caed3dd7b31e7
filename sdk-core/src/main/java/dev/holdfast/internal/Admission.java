package dev.holdfast.internal;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets in what the app wants sent: encodes it, and bounds what waits. Any thread. */
final class Admission {
    private final Settings settings;
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Admission(Settings settings) {
        this.settings = settings;
    }

    /** @throws UnsupportedOperationException where nothing can be sent */
    void check() {
        if (settings.protocol.publishes() && settings.transport.sends()) return;
        throw new UnsupportedOperationException("The protocol " + settings.protocol.name() + " over "
                + settings.transport.name() + " cannot send: use HoldfastJson over a WebSocket");
    }

    /** What to send, which counts until its future is done; null where the future has failed, as too much waits. */
    @Nullable
    String admit(@Nullable Object data, CompletableFuture<?> future) {
        String encoded = settings.protocol.encode(data);
        if (!take(encoded.length())) {
            String text = "Too much waits to be sent: see Limits.outbound";
            future.completeExceptionally(new CloseException(CloseReason.retryable(CloseReason.Kind.OVERLOADED, text)));
            return null;
        }
        CompletableFuture<?> unused = future.whenComplete((value, error) -> giveBack(encoded.length()));
        return encoded;
    }

    /** Takes a place, or says that there is none. One item is let in whatever its size, or it could never pass. */
    boolean take(int size) {
        int count = items.incrementAndGet();
        long total = bytes.addAndGet(size);
        Limits limits = settings.limits;
        if (count <= limits.outboundFrames() && (count == 1 || total <= limits.outboundBytes())) return true;
        giveBack(size);
        return false;
    }

    void giveBack(int size) {
        items.decrementAndGet();
        bytes.addAndGet(-size);
    }
}
