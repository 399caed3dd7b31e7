package dev.holdfast.simulation;

import dev.holdfast.Decoder;
import dev.holdfast.Message;
import java.lang.reflect.Type;

/** The decoder of the application, which cannot decode some messages. */
final class SimDecoder implements Decoder {
    /** The exception for such a message. */
    static final class Undecodable extends Exception {
        private static final long serialVersionUID = 1;

        final String text;

        Undecodable(String text) {
            this.text = text;
        }
    }

    @Override
    public Object decode(Message<String> message, Type type) throws Undecodable {
        String text = message.text();
        if (type == Integer.class) return Integer.valueOf(text); // the reply to a call
        if (isDecodable(SimTopic.number(text))) return text;
        throw new Undecodable(text);
    }

    static boolean isDecodable(int number) {
        return number % 9 != 4;
    }
}
