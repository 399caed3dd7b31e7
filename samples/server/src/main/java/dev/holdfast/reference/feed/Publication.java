package dev.holdfast.reference.feed;

import org.jspecify.annotations.Nullable;

/** A message on its way into a topic. Exactly one method of the answer is called, on any thread. */
public record Publication(String topic, @Nullable String event, String data, Answer answer) {
    /** What became of it. */
    public interface Answer {
        /** It is stored and will be delivered. */
        void stored(EventId id);

        /** It was not stored, or nobody knows. */
        void failed(String reason, boolean retry);
    }
}
