package dev.holdfast.desktop.view;

import java.util.List;
import java.util.Locale;

/** The names of headers whose values are hidden. */
final class SecretNames {
    private static final List<String> PARTS =
            List.of("auth", "cookie", "token", "secret", "key", "pass", "session", "signature", "credential", "jwt");

    private SecretNames() {}

    static boolean isSecret(String header) {
        String lower = header.toLowerCase(Locale.ROOT);
        return PARTS.stream().anyMatch(lower::contains);
    }
}
