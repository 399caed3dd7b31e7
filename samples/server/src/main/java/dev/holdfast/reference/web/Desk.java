package dev.holdfast.reference.web;

import com.google.gson.JsonElement;
import dev.holdfast.reference.feed.Backend;
import dev.holdfast.reference.feed.Publication;
import org.jspecify.annotations.Nullable;

/** Takes what clients publish, if it may be taken. */
record Desk(Backend backend, TopicNames names) {
    /** A refusal is told to the answer at once. */
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
            answer.failed("There is no data", false);
        } else {
            backend.publish(new Publication(topic, event, data.toString(), answer));
        }
    }
}
