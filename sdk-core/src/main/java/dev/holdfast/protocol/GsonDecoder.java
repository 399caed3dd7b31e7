package dev.holdfast.protocol;

import com.google.gson.Gson;
import dev.holdfast.Decoder;
import dev.holdfast.Message;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A decoder that reads JSON with Gson. The type {@code byte[]} gives the raw payload instead. Thread-safe. */
public final class GsonDecoder implements Decoder {
    private final Gson gson;

    private GsonDecoder(Gson gson) {
        this.gson = gson;
    }

    /** Creates a decoder with Gson's default settings. */
    public static GsonDecoder create() {
        return new GsonDecoder(new Gson());
    }

    /** Creates a decoder with the application's own settings and adapters. */
    public static GsonDecoder of(Gson gson) {
        return new GsonDecoder(Objects.requireNonNull(gson, "gson"));
    }

    @Override
    public @Nullable Object decode(Message<String> message, Type type) {
        return type == byte[].class ? message.bytes() : gson.fromJson(message.text(), type);
    }
}
