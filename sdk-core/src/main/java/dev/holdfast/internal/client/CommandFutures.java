package dev.holdfast.internal.client;

import dev.holdfast.Decoder;
import dev.holdfast.Message;
import dev.holdfast.Receipt;
import dev.holdfast.internal.delivery.RealMessage;
import dev.holdfast.internal.runtime.EventLoop;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** From what a command is answered to what the app sees of it. */
final class CommandFutures {
    private final Decoder decoder;
    private final EventLoop loop;

    CommandFutures(Decoder decoder, EventLoop loop) {
        this.decoder = decoder;
        this.loop = loop;
    }

    /** The app's own: one that it cancels must not give back the room of a message that still waits. */
    @SuppressWarnings("FutureReturnValueIgnored") // what it does cannot throw
    CompletableFuture<Receipt> receiptFor(CompletableFuture<Receipt> answer) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        answer.whenComplete((told, error) -> {
            if (error != null) receipt.completeExceptionally(error);
            else receipt.complete(told);
        });
        return receipt;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it does cannot throw
    <T> CompletableFuture<T> decodedReply(CompletableFuture<String> answer, String topic, Type type) {
        CompletableFuture<T> decoded = new CompletableFuture<>();
        // Not thenApply: it would wrap what the app is to see, here but not for publish.
        answer.whenComplete((text, error) -> {
            if (error != null) decoded.completeExceptionally(error);
            else decodeReply(topic, text, type, decoded);
        });
        return decoded;
    }

    // The decoder makes a T, or throws; JSON null is null; a raw message's data is its text.
    @SuppressWarnings({"unchecked", "NullAway"})
    private <T> void decodeReply(String topic, @Nullable String text, Type type, CompletableFuture<T> into) {
        RealMessage raw = new RealMessage(topic, null, null, text, text.length(), loop.nanoTime());
        try {
            into.complete((T) decoder.decode((Message<String>) (Message<?>) raw, type));
        } catch (Throwable t) { // the app's code
            into.completeExceptionally(t);
        }
    }
}
