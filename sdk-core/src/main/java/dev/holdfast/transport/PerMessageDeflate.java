package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of the extension permessage-deflate that a server accepted (RFC 7692 section 7.1). */
final class PerMessageDeflate {
    /** The offer of the client, which leaves all parameters to the server. */
    static final String OFFER = "permessage-deflate; client_max_window_bits";

    private boolean serverNoContextTakeover;
    private boolean clientNoContextTakeover;
    private int clientMaxWindowBits = 15;

    private PerMessageDeflate() {}

    /**
     * Parses the values of {@code Sec-WebSocket-Extensions} in a response.
     *
     * @return null if the server chose no extension
     * @throws CloseException if the server chose an extension that was not offered, or used a parameter that RFC 7692
     *     does not define; the two sides would then interpret the same bytes differently
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
            // Fatal because the server would give the same response each time.
            throw new CloseException(CloseReason.fatal(
                            CloseReason.Kind.PROTOCOL,
                            "The server chose the extensions '"
                                    + String.join(", ", values)
                                    + "', but the client offered "
                                    + (offered ? OFFER : "none"))
                    .withCode(WebSocketCloseCodes.EXTENSION_MISSING));
        }
    }

    /** Returns whether the server compresses each message independently. */
    boolean serverNoContextTakeover() {
        return serverNoContextTakeover;
    }

    /** Returns whether the client must compress each message independently. */
    boolean clientNoContextTakeover() {
        return clientNoContextTakeover;
    }

    /** Returns whether the client compresses. False if the server wants a smaller window, which Java cannot produce. */
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
