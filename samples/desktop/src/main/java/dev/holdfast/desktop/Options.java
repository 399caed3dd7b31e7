package dev.holdfast.desktop;

import dev.holdfast.desktop.model.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command-line options. Not changed after parsing. */
final class Options {
    static final String USAGE = """
            A desktop client that shows an SSE or WebSocket feed and the state of its connections.

              holdfast-desktop [options] [URL [topic…]]

            Without a URL, it starts a demo server on 127.0.0.1 and shows its feed.

              --protocol P        plain (default) or holdfast-json
              --token-file FILE   use the first line of FILE as bearer token
              --last              open the last feed
              --sse               use SSE for the demo (default: WebSocket)
              --calm              the demo does not break connections on its own
              --dark, --light     the theme (default: as last time)
              --state FILE        the file for window position, theme and last URL
                                  (default: .holdfast-desktop.properties in the home directory)
              --help              show this help
            """;

    /** The URL, or null for the demo. */
    @Nullable
    String url;

    final List<String> topics = new ArrayList<>();
    Endpoint.Protocol protocol = Endpoint.Protocol.PLAIN;

    @Nullable
    Path tokenFile;

    boolean last;
    boolean sse;
    boolean calm;

    /** The theme, or null for the last one. */
    @Nullable
    Boolean dark;

    Path state = Path.of(System.getProperty("user.home", "."), ".holdfast-desktop.properties");
    boolean help;

    /**
     * Parses the command line.
     *
     * @throws IllegalArgumentException with a message for the user
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
            throw new IllegalArgumentException("Unknown option " + word + ": see --help.");
        }
        if (url == null) url = word;
        else topics.add(word);
    }

    private static String value(String[] args, int option) {
        if (option + 1 < args.length) return args[option + 1];
        throw new IllegalArgumentException(args[option] + " requires a value: see --help.");
    }

    /**
     * Returns the endpoint to connect to, or null for the demo.
     *
     * @throws IllegalArgumentException if the token file cannot be read
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
