package dev.holdfast.cli.probe;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.probe.Seen.Head;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The probe of a feed, with several requests at once. Not thread-safe. */
public final class Prober {
    /** The time for responses that do not depend on messages. */
    private static final Duration QUICK = Duration.ofSeconds(5);

    /** The number of events after which a busy feed is observed long enough. */
    private static final int MANY_EVENTS = 20;

    private static final long A_WHILE_MILLIS = 3000;

    /**
     * The result of a probe.
     *
     * @param works whether a transport works
     * @param refused whether the server requires authentication or authorization
     */
    public record Report(List<Finding> findings, boolean works, boolean refused) {}

    private final OkHttpClient http;
    private final OkHttpClient http1;
    private final long nanos;
    private final List<Finding> findings = new ArrayList<>();

    /** Creates a prober. {@code timeout} applies to the whole probe. */
    public Prober(OkHttpClient http, Map<String, String> headers, Duration timeout) {
        this.http = http.newBuilder()
                .readTimeout(Duration.ZERO)
                .connectTimeout(timeout)
                .callTimeout(timeout)
                .followRedirects(false)
                .addInterceptor(new Redirects(headers))
                .build();
        this.http1 =
                this.http.newBuilder().protocols(List.of(Protocol.HTTP_1_1)).build();
        this.nanos = timeout.toNanos();
    }

    /** Runs the probe and returns its findings. */
    public Report probe(String url, @Nullable String topic) throws InterruptedException {
        String plain = url.replaceFirst("(?i)^ws", "http");
        long begun = System.nanoTime();
        long end = begun + nanos;
        // The last part of the time is reserved for the resume request.
        long mainEnd = begun + nanos - Math.min(nanos / 3, QUICK.toNanos());
        HttpUrl base = HttpUrl.get(plain);
        HttpUrl below =
                topic == null ? base : base.newBuilder().addPathSegments(topic).build();
        HttpUrl asked = topic == null
                ? base
                : base.newBuilder().addQueryParameter("topic", topic).build();
        try (SocketLook bare = socket(base, "");
                SocketLook offering = socket(base, Subprotocols.OFFER);
                StreamLook first = stream(below, "GET", "identity", null);
                StreamLook second = topic == null ? first : stream(asked, "GET", "identity", null);
                StreamLook headOnly = stream(below, "HEAD", "identity", null);
                StreamLook greedy = stream(below, "GET", "gzip", null)) {
            StreamLook sse = first;
            if (topic != null
                    && !first.await(begun + nanos / 3, s -> s.head() != null).isStream()) sse = second;
            Wire wire = new Wire(
                    offering.await(mainEnd, s -> s.over() || s.upgraded()).upgraded() ? offering : bare);
            wire.greet(mainEnd);
            Seen seen = sse.await(mainEnd, Prober::enough);
            bare.await(Math.min(mainEnd, System.nanoTime() + QUICK.toNanos()), s -> s.pongMillis() >= 0);
            Head head = headOnly.seen().head();
            redirects(sse.trail(), (wire.upgraded() ? offering : bare).trail());
            report(seen, head, bare, wire);
            Finding buffering = Buffering.judge(seen, head);
            boolean sseHere = seen.isStream() || (head != null && head.isEventStream());
            if (sseHere) compression(greedy.seen());
            if (sseHere || seen.head() == null) findings.add(buffering);
            boolean keptBack = buffering.verdict() == Verdict.YES || buffering.verdict() == Verdict.LIKELY;
            if (sseHere) {
                findings.add(SignsOfLife.judge(seen, keptBack));
                findings.add(resume(sse, sse == first ? below : asked, keptBack, end));
            }
            if (bare.seen().upgraded()) {
                findings.add(Sockets.heartbeat(bare.seen()));
                findings.add(wire.resume(topic, end));
            }
            boolean works = sseHere || bare.seen().upgraded() || wire.upgraded();
            return new Report(List.copyOf(findings), works, refused(seen));
        } finally {
            http.dispatcher().cancelAll();
            http.connectionPool().evictAll();
        }
    }

    private static boolean enough(Seen seen) {
        if (seen.head() != null && !seen.isStream()) return true;
        int comments = seen.arrivals().stream().mapToInt(Seen.Arrival::comments).sum();
        boolean busy = seen.events().size() >= MANY_EVENTS && seen.watchedFor() > A_WHILE_MILLIS;
        return busy || (comments > 2 && Resuming.decidable(seen));
    }

    private static boolean refused(Seen seen) {
        return seen.head() != null
                && (seen.head().status() == 401 || seen.head().status() == 403);
    }

    private StreamLook stream(HttpUrl url, String method, String coding, @Nullable String lastEventId) {
        Request.Builder request = request(url)
                .method(method, null)
                .header("Accept", "text/event-stream")
                .header("Cache-Control", "no-cache")
                .header("Accept-Encoding", coding);
        if (lastEventId != null) request.header("Last-Event-ID", lastEventId);
        return StreamLook.begin(http, request.build());
    }

    private SocketLook socket(HttpUrl url, String subprotocols) {
        byte[] key = new byte[16];
        new SecureRandom().nextBytes(key);
        return SocketLook.begin(http1, request(url).build(), Base64.getEncoder().encodeToString(key), subprotocols);
    }

    private Request.Builder request(HttpUrl url) {
        return new Request.Builder().url(url).tag(Trail.class, new Trail());
    }

    private void redirects(@Nullable Trail stream, @Nullable Trail socket) {
        Finding get = stream == null ? null : stream.finding("GET");
        if (get != null) findings.add(get);
        Finding upgrade = socket == null ? null : socket.finding("the upgrade");
        if (upgrade != null) findings.add(upgrade);
    }

    private void report(Seen seen, @Nullable Head headOnly, SocketLook bare, Wire wire) {
        findings.add(sse(seen, headOnly));
        findings.add(Sockets.judge(wire.upgraded() && !bare.seen().upgraded() ? wire.seen() : bare.seen()));
        Finding protocol = wire.protocol();
        if (protocol != null) findings.add(protocol);
        for (EventParser.Event event : seen.events()) {
            if (!isHoldfast(event.data())) continue;
            findings.add(Finding.of(
                    "protocol", Verdict.YES, "holdfast-json over SSE: the data of an event is a holdfast-json frame"));
            return;
        }
        if (!seen.events().isEmpty()) {
            findings.add(
                    Finding.of("protocol", Verdict.YES, "plain over SSE: event data is not a holdfast-json frame"));
        }
    }

    private static boolean isHoldfast(@Nullable String data) {
        if (data == null) return false;
        try {
            JsonObject frame = JsonParser.parseString(data).getAsJsonObject();
            String type = frame.get("type") == null ? "" : frame.get("type").getAsString();
            return (type.equals("subscribed") && frame.has("continuity"))
                    || type.equals("welcome")
                    || (type.equals("message") && frame.has("data"));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static Finding sse(Seen seen, @Nullable Head headOnly) {
        Head head = seen.head();
        if (head != null && head.isEventStream()) {
            return Finding.of(
                    "sse",
                    Verdict.YES,
                    "GET returned " + head.answer() + " over " + head.httpVersion() + " after " + head.at() + " ms"
                            + head.by());
        }
        if (head != null) {
            Finding no = Finding.of("sse", Verdict.NO, "GET returned " + head.answer() + head.by());
            return refused(seen) ? no.advice("use --token-file or --header") : no;
        }
        if (headOnly != null && headOnly.isEventStream()) {
            return Finding.of(
                    "sse", Verdict.LIKELY, "GET was not answered in time, but HEAD returned text/event-stream");
        }
        String why = seen.failure() == null ? "in " + seen.watchedFor() + " ms" : "but " + seen.failure();
        Finding unknown = Finding.of("sse", Verdict.UNKNOWN, "GET was not answered " + why);
        return seen.failure() == null ? unknown : unknown.advice("run 'holdfast doctor' to find the cause");
    }

    private void compression(Seen greedy) {
        if (greedy.head() == null) {
            findings.add(Finding.of("compression", Verdict.UNKNOWN, "GET with Accept-Encoding: gzip was not answered"));
            return;
        }
        if (!greedy.isStream()) return;
        String coding = greedy.head().coding();
        // "none" is not a coding. Some servers send it to keep proxies from compressing.
        if (coding.isEmpty() || coding.equals("identity") || coding.equals("none")) {
            findings.add(Finding.of(
                    "compression", Verdict.NO, "GET with Accept-Encoding: gzip returns an uncompressed stream"));
            return;
        }
        findings.add(Finding.of(
                        "compression",
                        Verdict.YES,
                        "GET with Accept-Encoding: gzip returns Content-Encoding: " + coding
                                + greedy.head().by() + "; Holdfast requests identity, browsers do not")
                .advice("exclude text/event-stream from compression: a compressor buffers bytes"));
    }

    private Finding resume(StreamLook sse, HttpUrl url, boolean keptBack, long end) throws InterruptedException {
        Seen first = sse.seen();
        String question = Resuming.question(first);
        if (question == null && keptBack) {
            return Finding.of("resume", Verdict.UNKNOWN, "buffering on the network path hides the answer");
        }
        if (question == null) return Resuming.unasked(first);
        try (StreamLook again = stream(url, "GET", "identity", question)) {
            Seen second = again.await(end, s -> s.ids().size() > 1 || (s.head() != null && !s.isStream()));
            return Resuming.judge(first, sse.seen(), question, second);
        }
    }
}
