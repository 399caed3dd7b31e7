package dev.holdfast.internal.client;

import dev.holdfast.Decoder;
import dev.holdfast.Message;
import dev.holdfast.Receipt;
import dev.holdfast.internal.delivery.RealMessage;
import dev.holdfast.internal.runtime.EventLoop;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The conversion of a command's result into the future that the app receives. */
final class CommandFutures {
    private final Decoder decoder;
    private final EventLoop loop;

    CommandFutures(Decoder decoder, EventLoop loop) {
        this.decoder = decoder;
        this.loop = loop;
    }

    /**
     * Returns a separate future for the app: cancelling it must not release the reservation of a message that still
     * waits.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the action cannot throw
    CompletableFuture<Receipt> receiptFor(CompletableFuture<Receipt> answer) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        answer.whenComplete((told, error) -> {
            if (error != null) receipt.completeExceptionally(error);
            else receipt.complete(told);
        });
        return receipt;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the action cannot throw
    <T> CompletableFuture<T> decodedReply(CompletableFuture<String> answer, String topic, Type type) {
        CompletableFuture<T> decoded = new CompletableFuture<>();
        // Not thenApply: it would wrap the exception in a CompletionException, unlike publish.
        answer.whenComplete((text, error) -> {
            if (error != null) decoded.completeExceptionally(error);
            else decodeReply(topic, text, type, decoded);
        });
        return decoded;
    }

    // The decoder returns a T or throws; it returns null for JSON null; the data of a raw message is its text.
    @SuppressWarnings({"unchecked", "NullAway"})
    private <T> void decodeReply(String topic, @Nullable String text, Type type, CompletableFuture<T> into) {
        RealMessage raw = new RealMessage(topic, null, null, text, text.length(), loop.nanoTime());
        try {
            into.complete((T) decoder.decode((Message<String>) (Message<?>) raw, type));
        } catch (Throwable t) { // from the app's decoder
            into.completeExceptionally(t);
        }
    }
}
