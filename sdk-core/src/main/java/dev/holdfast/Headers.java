package dev.holdfast;

import java.util.Locale;
import java.util.Objects;

/**
 * Checks of header names, header values and HTTP methods when they are set, since they would otherwise fail at each
 * attempt. The exceptions never contain a value, which may be a secret.
 */
final class Headers {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private Headers() {}

    static void check(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (!name.matches(TOKEN)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a valid header name: use letters, digits and hyphens");
        }
        if (name.equalsIgnoreCase("Sec-WebSocket-Protocol")) {
            throw new IllegalArgumentException(
                    "Sec-WebSocket-Protocol cannot be set as a header, since the server's choice"
                            + " is checked against it: pass each name to Builder.subprotocols(…)");
        }
        if (!value.matches("[\\t\\x20-\\x7e]*")) {
            throw new IllegalArgumentException("The value of the header " + name
                    + " contains control characters or characters outside ASCII: encode it");
        }
    }

    /** Returns the subprotocol if it is an HTTP token. The exception does not repeat it, since some carry a secret. */
    static String subprotocol(String name) {
        Objects.requireNonNull(name, "subprotocol");
        if (name.matches(TOKEN)) return name;
        throw new IllegalArgumentException(
                "A subprotocol contains a character that HTTP does not allow in a token, such"
                        + " as a comma or a space: pass each name as an argument of its own");
    }

    /** Returns the method if it is a token and may have a body. */
    static String methodWithBody(String method) {
        Objects.requireNonNull(method, "method");
        String upper = method.toUpperCase(Locale.ROOT);
        if (!method.matches(TOKEN) || upper.equals("GET") || upper.equals("HEAD")) {
            throw new IllegalArgumentException("'" + method + "' cannot have a body: use POST or another method");
        }
        return method;
    }
}
