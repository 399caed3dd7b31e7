package dev.holdfast.reference.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens. Each line of the file has a token, a name and optionally the word {@code publish}, which grants
 * the right to publish. Only digests are kept, so that neither a heap dump nor comparison timing reveals a token.
 */
public final class Tokens {
    private final Map<String, Principal> byDigest = new HashMap<>();

    private Tokens() {}

    /** Reads the file once. */
    public static Tokens read(Path file) throws IOException {
        Tokens tokens = new Tokens();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) continue;
            String[] words = text.split("\\s+", -1);
            boolean publish = words.length == 3 && words[2].equals("publish");
            if (words.length != 2 && !publish) {
                // Without the line itself, which may contain a token.
                throw new IOException(
                        file + ", line " + number + ": expected a token, a name and optionally 'publish'");
            }
            tokens.byDigest.put(digest(words[0]), new Principal(words[1], publish));
        }
        return tokens;
    }

    /** Returns the principal of an {@code Authorization} header, or null if unknown. */
    @Nullable
    Principal check(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) return null;
        return byDigest.get(digest(authorization.substring(7).strip()));
    }

    private static String digest(String token) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
