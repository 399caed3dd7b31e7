package dev.holdfast;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A converter from payloads to objects. Called on the thread that runs the listener. Must be safe for use by multiple
 * threads.
 */
@FunctionalInterface
public interface Decoder {
    /**
     * Converts a payload.
     *
     * @param message the undecoded message: its text, bytes, topic, id and event type
     * @param type the type that the subscription or call requested
     * @return the object, which the caller casts to {@code type}; null when the payload represents null
     * @throws Exception when the payload cannot be decoded; the listener receives it in {@code onError},
     *     as the cause of a {@link DecodeException}
     */
    @Nullable
    Object decode(Message<String> message, Type type) throws Exception;
}
