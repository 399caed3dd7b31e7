package dev.holdfast.internal;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lets in what the app wants sent: encodes it, and bounds what waits. Any thread. */
final class Admission {
    private final Settings settings;
    private final Budget budget = new Budget();

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
        if (!budget.take(encoded.length(), settings.limits)) {
            String text = "Too much waits to be sent: see Limits.outbound";
            future.completeExceptionally(new CloseException(CloseReason.retryable(CloseReason.Kind.OVERLOADED, text)));
            return null;
        }
        CompletableFuture<?> unused = future.whenComplete((value, error) -> budget.giveBack(encoded.length()));
        return encoded;
    }
}
