package dev.holdfast;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Turns payloads into objects. Called on the listener's thread; used by many threads. */
@FunctionalInterface
public interface Decoder {
    /**
     * Decodes a payload.
     *
     * @param message the undecoded message: its text, bytes, topic and event type
     * @param type what the subscription asked for
     * @return the object, which the caller casts to {@code type}; null where the payload says so
     * @throws Exception when it cannot be decoded; the listener's {@code onError} hears of it
     */
    @Nullable
    Object decode(Message<String> message, Type type) throws Exception;
}
