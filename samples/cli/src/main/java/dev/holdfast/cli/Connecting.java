package dev.holdfast.cli;

import dev.holdfast.Credentials;
import dev.holdfast.Limits;
import dev.holdfast.RealtimeClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The connection options shared by all commands. */
public final class Connecting {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern PRINTABLE = Pattern.compile("[\\t\\x20-\\x7e]+");
    private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]+");
    private static final int MOST_TOKEN_BYTES = 1 << 16;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "Send this header with every request. Repeatable.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Send the token in FILE as 'Authorization: Bearer …'. FILE is read again for each attempt.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Trust the certificates in FILE (PEM) in addition to the platform's.")
    private @Nullable Path cacert;

    @Option(
            names = {"-q", "--quiet"},
            description = "Write only gaps, drops and errors to standard error.")
    private boolean quiet;

    /** Checks the URL and registers every secret before anything is printed. */
    public URI prepare(String url, Screen screen, List<String> schemes) {
        if (quiet) screen.quiet();
        screen.secrets().addQueryOf(url);
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            throw Failure.usage("'" + Secrets.shown(url) + "' is not a feed URL: it must start with "
                    + String.join(", ", schemes.stream().map(s -> s + "://").toList()));
        }
        if (uri.getRawAuthority() == null || Address.orNull(uri) == null) {
            throw Failure.usage("'" + Secrets.shown(url) + "' has no valid host and port");
        }
        int at = uri.getRawAuthority().lastIndexOf('@');
        if (at >= 0) {
            screen.secrets().add(uri.getRawAuthority().substring(0, at));
            throw Failure.usage("The URL contains user information: remove it, and use --header or --token-file");
        }
        headers().forEach((name, value) -> {
            if (Secrets.isSecretName(name)) screen.secrets().add(value);
        });
        if (tokenFile != null) screen.secrets().add(token(tokenFile));
        return uri;
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw Failure.usage(
                    "'" + Secrets.shown(url) + "' is not a URL: reserved characters must be percent-encoded");
        }
    }

    /** Returns the headers given with {@code --header}, without the token's. */
    public Map<String, String> headers() {
        Map<String, String> map = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) throw Failure.usage("A --header has no colon: use 'Name: value'");
            String name = header.substring(0, colon).trim();
            String value = header.substring(colon + 1).trim();
            check(name, value);
            map.merge(name, value, (a, b) -> a + ", " + b);
        }
        return map;
    }

    /** Checks a header. The error messages omit the value because it may be a secret. */
    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.usage("The name of a --header contains an invalid character (RFC 9110): use 'Name: value'");
        }
        if (value.isEmpty()) {
            // Without quotes the shell splits the value off, and it would be parsed as a topic.
            throw Failure.usage("The --header " + name + " has no value: use 'Name: value', including the quotes");
        }
        if (!PRINTABLE.matcher(value).matches()) {
            throw Failure.usage(
                    "The --header " + name + " contains a character that HTTP does not allow in a header value");
        }
    }

    /** Returns the headers given with {@code --header} and the token's. */
    public Map<String, String> allHeaders() {
        Map<String, String> map = headers();
        if (tokenFile != null) map.put("Authorization", "Bearer " + token(tokenFile));
        return map;
    }

    private static String token(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_TOKEN_BYTES);
        } catch (IOException e) {
            throw unusable(file, Files.isDirectory(file) ? "is a directory" : "cannot be read (" + name(e) + ")");
        }
        // Non-ASCII bytes decode to non-ASCII characters, which are rejected below.
        String token = new String(bytes, StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) throw unusable(file, "is empty");
        if (!WORD.matcher(token).matches() || bytes.length == MOST_TOKEN_BYTES) {
            throw unusable(file, "does not contain a token: it must be a single ASCII word");
        }
        return token;
    }

    private static Failure unusable(Path file, String why) {
        return new Failure(ExitCode.INPUT_OUTPUT, "The token file " + file + " " + why);
    }

    static String name(Exception e) {
        return e.getClass().getSimpleName();
    }

    /** Returns an HTTP client with the configured proxies and trust. */
    public OkHttpClient http(Surroundings around) {
        Proxies proxies = new Proxies(around.environment(), around.properties());
        OkHttpClient.Builder http = new OkHttpClient.Builder().proxySelector(proxies);
        http.proxyAuthenticator(new ProxyLogin(proxies, around.screen().secrets()));
        if (cacert != null) {
            Trust trust = trust();
            http.sslSocketFactory(trust.sockets(), trust.manager());
        }
        return http.build();
    }

    /** Returns the trusted certificates: the platform's and those of {@code --cacert}. */
    public Trust trust() {
        if (cacert == null) return trusting(InputStream.nullInputStream());
        try (InputStream in = Files.newInputStream(cacert)) {
            return trusting(in);
        } catch (IOException e) {
            throw new Failure(ExitCode.INPUT_OUTPUT, "The file " + cacert + " cannot be read (" + name(e) + ")");
        }
    }

    private static Trust trusting(InputStream in) {
        try {
            return Trust.platformAnd(in);
        } catch (GeneralSecurityException e) {
            throw new Failure(ExitCode.INPUT_OUTPUT, "--cacert: the file contains no PEM certificates");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a client builder for the URL with these options applied. */
    RealtimeClient.Builder client(String url, Surroundings around, Duration replyTimeout) {
        RealtimeClient.Builder builder = RealtimeClient.builder(url)
                .okHttpClient(http(around))
                .limits(Limits.defaults().withReplyTimeout(replyTimeout));
        headers().forEach(builder::header);
        Path file = tokenFile;
        if (file != null) {
            builder.credentials(Credentials.bearer(() -> {
                try {
                    String token = token(file);
                    // The token may have changed since the start.
                    around.screen().secrets().add(token);
                    return token;
                } catch (Failure e) { // the client reports only its class, since the message could contain a secret
                    around.screen().tell(e);
                    throw e;
                }
            }));
        }
        return builder;
    }
}
