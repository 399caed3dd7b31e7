package dev.holdfast.contract;

import dev.holdfast.spi.Frame;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a protocol's server speaks, as far as every protocol's does. Subscriptions are numbered from 1 on each link. */
interface Speech {
    /** The response's headers. */
    default Map<String, String> head() {
        return Collections.emptyMap();
    }

    /** What it says before the client may subscribe. */
    default List<Frame> welcome() {
        return Collections.emptyList();
    }

    /** What it says when it takes up a subscription. */
    default List<Frame> accepted(int number, String topic) {
        return Collections.emptyList();
    }

    /** A message with a JSON payload; null for no id. */
    Frame message(int number, String topic, @Nullable String id, String data);

    /** What a later version, or another feature, might say: nothing to this client. */
    default List<Frame> unknown() {
        return Collections.emptyList();
    }

    /** What no server of this protocol says; empty where anything is a message. */
    default List<Frame> malformed() {
        return Collections.emptyList();
    }

    /** Whether messages have ids. */
    default boolean hasIds() {
        return true;
    }
}
