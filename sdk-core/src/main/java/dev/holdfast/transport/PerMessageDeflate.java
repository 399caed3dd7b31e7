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
        try {
            for (List<String> extension : WebSocketExtensions.parse(values)) {
                demand(offered && accepted == null && extension.get(0).equalsIgnoreCase("permessage-deflate"));
                accepted = new PerMessageDeflate();
                accepted.parameters(extension);
            }
            return accepted;
        } catch (IllegalArgumentException e) {
            // Fatal: a server that answers so answers so each time.
            throw new CloseException(CloseReason.fatal(
                            CloseReason.Kind.PROTOCOL,
                            "The server chose the extensions '"
                                    + WebSocketCloseCodes.withoutControls(String.join(", ", values)) + "', offered was "
                                    + (offered ? OFFER : "none"))
                    .withCode(WebSocketCloseCodes.EXTENSION_MISSING));
        }
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

    private void parameters(List<String> extension) {
        Set<String> seen = new HashSet<>();
        for (String parameter : extension.subList(1, extension.size())) {
            int equals = parameter.indexOf('=');
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? null : parameter.substring(equals + 1);
            demand(seen.add(name));
            switch (name) {
                case "server_no_context_takeover":
                    demand(value == null);
                    serverNoContextTakeover = true;
                    break;
                case "client_no_context_takeover":
                    demand(value == null);
                    clientNoContextTakeover = true;
                    break;
                case "server_max_window_bits":
                    windowBits(value);
                    break;
                case "client_max_window_bits":
                    clientMaxWindowBits = windowBits(value);
                    break;
                default:
                    demand(false);
            }
        }
    }

    private static int windowBits(@Nullable String value) {
        demand(value != null && value.matches("[89]|1[0-5]"));
        return Integer.parseInt(value);
    }

    private static void demand(boolean rule) {
        if (!rule) throw new IllegalArgumentException();
    }
}
