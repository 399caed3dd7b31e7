package dev.holdfast.internal.client;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets in what the app wants sent: encodes it, and bounds what waits. Any thread. */
public final class OutboundLimiter {
    private final WireProtocol protocol;
    private final Transport transport;
    private final Limits limits;
    private final AtomicInteger reservedCommands = new AtomicInteger();
    private final AtomicLong reservedBytes = new AtomicLong();

    public OutboundLimiter(WireProtocol protocol, Transport transport, Limits limits) {
        this.protocol = protocol;
        this.transport = transport;
        this.limits = limits;
    }

    /** @throws UnsupportedOperationException where nothing can be sent */
    void checkCanSend() {
        if (protocol.supportsPublish() && transport.canSend()) return;
        throw new UnsupportedOperationException("The protocol " + protocol.name() + " over " + transport.name()
                + " cannot send: use HoldfastJson over a WebSocket");
    }

    /** What to send, which counts until its future is done; null where the future has failed, as too much waits. */
    @Nullable
    String encodeAndReserve(@Nullable Object data, CompletableFuture<?> future) {
        String encoded = protocol.encode(data);
        if (!tryReserve(encoded.length())) {
            String text = "Too much waits to be sent: see Limits.withOutbound";
            future.completeExceptionally(new CloseException(CloseReason.retryable(CloseReason.Kind.OVERLOADED, text)));
            return null;
        }
        CompletableFuture<?> unused = future.whenComplete((value, error) -> release(encoded.length()));
        return encoded;
    }

    /** Takes a place, or says that there is none. One item is let in whatever its size, or it could never pass. */
    public boolean tryReserve(int size) {
        int count = reservedCommands.incrementAndGet();
        long total = reservedBytes.addAndGet(size);
        if (count <= limits.outboundFrames() && (count == 1 || total <= limits.outboundBytes())) return true;
        release(size);
        return false;
    }

    public void release(int size) {
        reservedCommands.decrementAndGet();
        reservedBytes.addAndGet(-size);
    }
}
