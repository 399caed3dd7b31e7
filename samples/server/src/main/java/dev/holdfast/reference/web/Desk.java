package dev.holdfast.reference.web;

import com.google.gson.JsonElement;
import dev.holdfast.reference.feed.Backend;
import dev.holdfast.reference.feed.Publication;
import org.jspecify.annotations.Nullable;

/** The entry point for publications of clients. */
record Desk(Backend backend, TopicNames names) {
    /** Validates and publishes. A rejection is passed to the answer at once. */
    void publish(
            Principal principal,
            @Nullable String topic,
            @Nullable String event,
            @Nullable JsonElement data,
            Publication.Answer answer) {
        String fault = names.fault(topic);
        if (topic == null || fault != null) {
            answer.failed(String.valueOf(fault), false);
        } else if (!principal.mayPublish()) {
            answer.failed("Not allowed to publish", false);
        } else if (data == null) {
            answer.failed("'data' is missing", false);
        } else {
            backend.publish(new Publication(topic, event, data.toString(), answer));
        }
    }
}
