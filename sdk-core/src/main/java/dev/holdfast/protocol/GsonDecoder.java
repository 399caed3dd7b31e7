package dev.holdfast.protocol;

import com.google.gson.Gson;
import dev.holdfast.Decoder;
import dev.holdfast.Message;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decodes JSON with Gson. {@code byte[]} is the payload as it came. */
public final class GsonDecoder implements Decoder {
    private final Gson gson;

    private GsonDecoder(Gson gson) {
        this.gson = gson;
    }

    /** With Gson's own settings. */
    public static GsonDecoder create() {
        return new GsonDecoder(new Gson());
    }

    /** With the app's settings and adapters. */
    public static GsonDecoder of(Gson gson) {
        return new GsonDecoder(Objects.requireNonNull(gson, "gson"));
    }

    @Override
    public @Nullable Object decode(Message<String> message, Type type) {
        return type == byte[].class ? message.bytes() : gson.fromJson(message.text(), type);
    }
}
