package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The extension permessage-deflate as one server agreed to it (RFC 7692 section 7.1). */
final class PerMessageDeflate {
    /** What a client offers: anything the server likes. */
    static final String OFFER = "permessage-deflate; client_max_window_bits";

    private boolean serverNoContextTakeover;
    private boolean clientNoContextTakeover;
    private int clientMaxWindowBits = 15;

    private PerMessageDeflate() {}

    /**
     * Reads the values of {@code Sec-WebSocket-Extensions} in a response.
     *
     * @return null where the server chose no extension
     * @throws CloseException when it chose what was not offered, or in words that RFC 7692 does not know: the two
     *     sides would read the same bytes in different ways
     */
    static @Nullable PerMessageDeflate accept(List<String> values, boolean offered) throws CloseException {
        PerMessageDeflate accepted = null;
        for (List<String> extension : WebSocketExtensions.parse(values)) {
            String name = extension.get(0);
            if (!offered || !name.equalsIgnoreCase("permessage-deflate")) {
                throw refused("The server chose the extension " + name + ", which was not offered");
            }
            if (accepted != null) throw refused("The server chose permessage-deflate twice");
            accepted = new PerMessageDeflate();
            accepted.parameters(extension);
        }
        return accepted;
    }

    /** Whether each message of the server is compressed on its own. */
    boolean serverNoContextTakeover() {
        return serverNoContextTakeover;
    }

    /** Whether each message of ours is to be compressed on its own. */
    boolean clientNoContextTakeover() {
        return clientNoContextTakeover;
    }

    /** Whether we compress: not for a server with a smaller window, which Java's Deflater cannot keep to. */
    boolean compressesOutgoing() {
        return clientMaxWindowBits == 15;
    }

    private void parameters(List<String> extension) throws CloseException {
        Set<String> seen = new HashSet<>();
        for (String parameter : extension.subList(1, extension.size())) {
            int equals = parameter.indexOf('=');
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? null : parameter.substring(equals + 1);
            if (!seen.add(name)) throw refused("The server gave permessage-deflate the parameter " + name + " twice");
            switch (name) {
                case "server_no_context_takeover":
                    serverNoContextTakeover = flag(name, value);
                    break;
                case "client_no_context_takeover":
                    clientNoContextTakeover = flag(name, value);
                    break;
                case "server_max_window_bits":
                    windowBits(name, value);
                    break;
                case "client_max_window_bits":
                    clientMaxWindowBits = windowBits(name, value);
                    break;
                default:
                    throw refused("The server gave permessage-deflate the unknown parameter " + name);
            }
        }
    }

    private static boolean flag(String name, @Nullable String value) throws CloseException {
        if (value != null) throw refused("The server gave " + name + " a value, and it takes none");
        return true;
    }

    private static int windowBits(String name, @Nullable String value) throws CloseException {
        if (value == null || !value.matches("[89]|1[0-5]")) {
            throw refused("The server gave " + name + (value == null ? " no value" : " the value " + value)
                    + ": a number from 8 to 15 was due");
        }
        return Integer.parseInt(value);
    }

    /** Fatal: a server that answers so answers so each time. */
    static CloseException refused(String sentence) {
        return new CloseException(
                CloseReason.fatal(CloseReason.Kind.PROTOCOL, sentence).withCode(WebSocketCloseCodes.EXTENSION_MISSING));
    }
}
