package dev.holdfast.jvm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a row of the table holds. Keys are longer than an index takes, so that the row is found by their hash. Texts are
 * ASCII, with escapes for the rest: no database's character set changes them, and none takes all characters.
 */
record CursorRow(String hash, String key, String text, String digest) {
    /** MySQL's TEXT, the smallest of them. */
    static final int MOST = 65_535;

    private static final int MOST_KEY = 500;

    static CursorRow of(String instance, String key, String position) {
        // Escapes hold no line feed: no two pairs of instance and key are one text.
        String whole = escape(instance) + "\n" + escape(key);
        String readable = instance.isEmpty() ? escape(key) : escape(instance) + " " + escape(key);
        String text = escape(position);
        return new CursorRow(
                sha256(whole),
                readable.length() > MOST_KEY ? readable.substring(0, MOST_KEY) : readable,
                text,
                sha256(whole + "\n" + text));
    }

    /** The key of what could not be trusted under a hash: as long, and no hash. */
    static String aside(String hash) {
        return "broken-" + hash.substring("broken-".length());
    }

    boolean fits() {
        return text.length() <= MOST;
    }

    /** The position, null if it was not saved for this key as it is here. */
    @Nullable
    String position(String instance, String key) {
        String position = unescape(text);
        return of(instance, key, position).digest().equals(digest) ? position : null;
    }

    /** In the order of the statements. */
    void into(PreparedStatement statement) throws SQLException {
        statement.setString(1, key);
        statement.setString(2, text);
        statement.setString(3, digest);
        statement.setString(4, hash);
    }

    private static String sha256(String ascii) {
        try {
            byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String escape(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 127 && c != '\\') ascii.append(c);
            else ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return ascii.toString();
    }

    /** Of what escape() never writes it makes something that the digest refuses. */
    private static String unescape(String ascii) {
        StringBuilder text = new StringBuilder(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c == '\\' && ascii.startsWith("\\u", i) && i + 6 <= ascii.length()) {
                int code = 0;
                for (int digit = i + 2; digit < i + 6; digit++) {
                    code = code * 16 + Math.max(0, Character.digit(ascii.charAt(digit), 16));
                }
                text.append((char) code);
                i += 5;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
