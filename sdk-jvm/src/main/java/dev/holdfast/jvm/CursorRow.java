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
 * The content of a table row. Rows are found by a hash of the key, because keys may be longer than an index allows.
 * Texts are ASCII with escapes for all other characters, so that no character set of a database changes or rejects
 * them.
 */
record CursorRow(String hash, String key, String text, String digest) {
    /** The size limit of MySQL's TEXT, which is the smallest of the supported databases. */
    static final int MAX_CURSOR_CHARS = 65_535;

    private static final int MAX_KEY_CHARS = 500;

    static CursorRow of(String instance, String key, String position) {
        // Escaped text contains no line feed, so no two pairs of instance and key give the same text.
        String whole = escape(instance) + "\n" + escape(key);
        String readable = instance.isEmpty() ? escape(key) : escape(instance) + " " + escape(key);
        String text = escape(position);
        return new CursorRow(
                sha256(whole),
                readable.length() > MAX_KEY_CHARS ? readable.substring(0, MAX_KEY_CHARS) : readable,
                text,
                sha256(whole + "\n" + text));
    }

    /** Returns the {@code key_hash} for a corrupt row that is moved aside. It has the same length but is not a hash. */
    static String aside(String hash) {
        return "broken-" + hash.substring("broken-".length());
    }

    boolean fits() {
        return text.length() <= MAX_CURSOR_CHARS;
    }

    /** Returns the cursor, or null if the row was not saved for this key or was changed since. */
    @Nullable
    String position(String instance, String key) {
        String position = unescape(text);
        return of(instance, key, position).digest().equals(digest) ? position : null;
    }

    /** Sets the parameters of a statement, in the order that all statements share. */
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
            throw new IllegalStateException("SHA-256 is missing on this platform", e);
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

    /** Reverses {@link #escape}. For other text it returns a value that the digest check rejects. */
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
