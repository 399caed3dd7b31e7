package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parameters of the extension permessage-deflate that a server accepted (RFC 7692 section 7.1). */
final class PerMessageDeflate {
    /** The offer of the client, which leaves all parameters to the server. */
    static final String OFFER = "permessage-deflate; client_max_window_bits";

    /**
     * Matches the extension with each parameter at most once, also with quotes and with empty elements of the list (RFC
     * 6455 section 9.1). Linear: nothing that repeats without a bound gives characters back.
     */
    private static final String ACCEPTED = "(?i)[ ,]*+permessage-deflate"
            + "(?: *+; *+(?:((?:server|client)_no_context_takeover)"
            + "|((?:server|client)_max_window_bits) *+= *+(\"?)(?:[89]|1[0-5])\\3)(?!.*(?:\\1|\\2))){0,4}[ ,]*+";

    private final String chosen;

    private PerMessageDeflate(String chosen) {
        this.chosen = chosen;
    }

    /**
     * Parses the values of {@code Sec-WebSocket-Extensions} in a response.
     *
     * @return null if the server chose no extension
     * @throws CloseException if the server chose an extension that was not offered, or used a parameter that RFC 7692
     *     does not define; the two sides would then interpret the same bytes differently
     */
    static @Nullable PerMessageDeflate accept(List<String> values, boolean offered) throws CloseException {
        String chosen = String.join(",", values).replace('\t', ' ');
        if (chosen.matches("[ ,]*")) return null;
        if (offered && chosen.matches(ACCEPTED)) return new PerMessageDeflate(chosen.toLowerCase(Locale.ROOT));
        // Fatal because the server would give the same response each time.
        throw new CloseException(CloseReason.fatal(
                        CloseReason.Kind.PROTOCOL,
                        "The server chose the extensions '" + String.join(", ", values) + "', but the client offered "
                                + (offered ? "permessage-deflate" : "none"))
                .withCode(WebSocketCloseCodes.EXTENSION_MISSING));
    }

    /** Returns whether the server compresses each message independently. */
    boolean serverNoContextTakeover() {
        return chosen.contains("server_no_context_takeover");
    }

    /** Returns whether the client must compress each message independently. */
    boolean clientNoContextTakeover() {
        return chosen.contains("client_no_context_takeover");
    }

    /** Returns whether the client compresses. False if the server wants a smaller window, which Java cannot produce. */
    boolean compressesOutgoing() {
        return !chosen.matches(".*client_max_window_bits[ =\"]*+(?!15).*");
    }
}
