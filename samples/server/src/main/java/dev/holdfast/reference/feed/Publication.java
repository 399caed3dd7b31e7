package dev.holdfast.reference.feed;

import org.jspecify.annotations.Nullable;

/** A message to be published. Exactly one method of the answer is called, on any thread. */
public record Publication(String topic, @Nullable String event, String data, Answer answer) {
    /** The result of a publication. */
    public interface Answer {
        /** Reports that the message is stored and will be delivered. */
        void stored(EventId id);

        /** Reports that the message was not stored or that the result is unknown. */
        void failed(String reason, boolean retry);
    }
}
