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
 * Who may come in: a file with a line for each, a token, a name and, for those who may publish, the word
 * {@code publish}. Only digests are kept, so that neither a heap dump nor the time of a comparison tells a token.
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
                // Not the line itself: it may hold a token.
                throw new IOException(
                        file + ", line " + number + ": a token, a name and perhaps 'publish' are expected");
            }
            tokens.byDigest.put(digest(words[0]), new Principal(words[1], publish));
        }
        return tokens;
    }

    /** Who sends this {@code Authorization} header; null for nobody we know. */
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
