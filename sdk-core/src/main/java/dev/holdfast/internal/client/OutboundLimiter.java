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

/**
 * The limiter of outbound data: encodes it, and bounds the data that waits to be sent. Safe for use by multiple
 * threads.
 */
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

    /**
     * Throws if the client only receives.
     *
     * @throws UnsupportedOperationException when the protocol or the transport cannot send
     */
    void checkCanSend() {
        if (protocol.supportsPublish() && transport.canSend()) return;
        throw new UnsupportedOperationException("The protocol " + protocol.name() + " over " + transport.name()
                + " cannot send: use HoldfastJson over a WebSocket");
    }

    /**
     * Encodes data and reserves room for it until the future is done. Returns null, and fails the future, if there is
     * no room.
     */
    @Nullable
    String encodeAndReserve(@Nullable Object data, CompletableFuture<?> future) {
        String encoded = protocol.encode(data);
        if (!tryReserve(encoded.length())) {
            String text = "The outbound queue is full: see Limits.withOutbound";
            future.completeExceptionally(new CloseException(CloseReason.retryable(CloseReason.Kind.OVERLOADED, text)));
            return null;
        }
        CompletableFuture<?> unused = future.whenComplete((value, error) -> release(encoded.length()));
        return encoded;
    }

    /**
     * Reserves room; returns false if there is none. A single item is accepted whatever its size, since it could
     * otherwise never be sent.
     */
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
