package dev.holdfast.desktop;

import dev.holdfast.desktop.model.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the program was asked for. Read once, changed by nobody after. */
final class Options {
    static final String USAGE = """
            Shows any SSE or WebSocket feed, and what its connection goes through.

              holdfast-desktop [options] [URL [topic…]]

            Without a URL it starts a demo server on 127.0.0.1 and shows that.

              --protocol P        plain (unless said) or holdfast-json
              --token-file FILE   the bearer token is the first line of this file
              --last              the feed of the last time
              --sse               the demo over SSE (over WebSocket unless said)
              --calm              the demo does not break connections by itself
              --dark, --light     the look (as the last time unless said)
              --state FILE        where window, look and last URL are remembered
                                  (.holdfast-desktop.properties in the home directory)
              --help              this
            """;

    /** Null for the demo. */
    @Nullable
    String url;

    final List<String> topics = new ArrayList<>();
    Endpoint.Protocol protocol = Endpoint.Protocol.PLAIN;

    @Nullable
    Path tokenFile;

    boolean last;
    boolean sse;
    boolean calm;

    /** Null for as the last time. */
    @Nullable
    Boolean dark;

    Path state = Path.of(System.getProperty("user.home", "."), ".holdfast-desktop.properties");
    boolean help;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    static Options parse(String... args) {
        Options options = new Options();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help" -> options.help = true;
                case "--last" -> options.last = true;
                case "--sse" -> options.sse = true;
                case "--calm" -> options.calm = true;
                case "--dark" -> options.dark = true;
                case "--light" -> options.dark = false;
                case "--protocol" -> options.protocol = Endpoint.Protocol.of(value(args, i++));
                case "--token-file" -> options.tokenFile = Path.of(value(args, i++));
                case "--state" -> options.state = Path.of(value(args, i++));
                default -> options.word(args[i]);
            }
        }
        return options;
    }

    private void word(String word) {
        if (word.startsWith("--")) {
            throw new IllegalArgumentException("There is no option " + word + ": --help says which there are.");
        }
        if (url == null) url = word;
        else topics.add(word);
    }

    private static String value(String[] args, int option) {
        if (option + 1 < args.length) return args[option + 1];
        throw new IllegalArgumentException(args[option] + " takes a value: --help says which.");
    }

    /**
     * Where to connect to, null for the demo.
     *
     * @throws IllegalArgumentException when the token file cannot be read
     */
    @Nullable
    Endpoint endpoint() {
        if (url == null) return null;
        List<String> asked = topics.isEmpty() && protocol == Endpoint.Protocol.PLAIN ? List.of("") : topics;
        return new Endpoint(url, protocol, asked, Map.of(), token());
    }

    private String token() {
        if (tokenFile == null) return "";
        try {
            return Files.readString(tokenFile).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("The token file " + tokenFile + " cannot be read.", e);
        }
    }
}
