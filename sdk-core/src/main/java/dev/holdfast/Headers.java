package dev.holdfast;

import java.util.Locale;
import java.util.Objects;

/** Checks what would otherwise fail at each attempt. Values are never repeated, since they may be secrets. */
final class Headers {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private Headers() {}

    static void check(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (!name.matches(TOKEN)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is not a header's name: use letters, digits and hyphens");
        }
        if (!value.matches("[\\t\\x20-\\x7e]*")) {
            throw new IllegalArgumentException("The value of the header " + name
                    + " has characters outside ASCII or control characters: encode it");
        }
    }

    /** Returns a name that HTTP allows. */
    static String token(String name, String what) {
        Objects.requireNonNull(name, what);
        if (name.matches(TOKEN)) return name;
        throw new IllegalArgumentException("'" + name + "' is not a " + what + ": use letters, digits and hyphens");
    }

    /** An HTTP method that may have a body. */
    static String methodWithBody(String method) {
        Objects.requireNonNull(method, "method");
        String upper = method.toUpperCase(Locale.ROOT);
        if (!method.matches(TOKEN) || upper.equals("GET") || upper.equals("HEAD")) {
            throw new IllegalArgumentException("'" + method + "' is no method with a body: use POST, or another one");
        }
        return method;
    }
}
