package dev.holdfast.contract;

import dev.holdfast.spi.Frame;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The frames of a protocol's server that every protocol has. Subscriptions are numbered from 1 on each connection. */
interface Speech {
    /** Returns the headers of the response. */
    default Map<String, String> head() {
        return Collections.emptyMap();
    }

    /** Returns the frames that the server sends before the client may subscribe. */
    default List<Frame> welcome() {
        return Collections.emptyList();
    }

    /** Returns the frames that confirm a subscription. */
    default List<Frame> accepted(int number, String topic) {
        return Collections.emptyList();
    }

    /** Returns a message with a JSON payload. A null id means none. */
    Frame message(int number, String topic, @Nullable String id, String data);

    /** Returns frames of a later version or another feature, which this client must ignore. */
    default List<Frame> unknown() {
        return Collections.emptyList();
    }

    /** Returns frames that no server of this protocol sends. Empty if any frame is a message. */
    default List<Frame> malformed() {
        return Collections.emptyList();
    }

    /** Returns whether messages have ids. */
    default boolean hasIds() {
        return true;
    }
}
