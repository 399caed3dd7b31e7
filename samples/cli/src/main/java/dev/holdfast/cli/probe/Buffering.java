package dev.holdfast.cli.probe;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.probe.Seen.Arrival;
import dev.holdfast.cli.probe.Seen.Head;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The detection of buffering on the network path. Without buffering each event arrives when the server writes it. A
 * buffering proxy sends when its buffer is full, often in the middle of an event, or at the end of the stream.
 */
final class Buffering {
    /** The smallest common buffer has 4 KiB, so a smaller burst was not buffered. */
    private static final int SMALL = 1024;

    private static final int LARGE = 2048;
    /** Reads closer together than this are one burst. */
    private static final long TOGETHER_MILLIS = 5;
    /** A network without buffering delivers the rest of an event sooner than this. */
    private static final long SILENCE_MILLIS = 400;

    private static final String WHAT = "buffering";
    private static final String ADVICE =
            "for nginx set 'proxy_buffering off' in that location, or send the response header"
                    + " 'X-Accel-Buffering: no'; for other proxies see docs/choosing.md";

    private record Burst(long from, long to, int bytes, boolean atBoundary) {}

    private Buffering() {}

    /**
     * Evaluates an observation.
     *
     * @param headOnly the response to HEAD of the same URL, or null
     */
    static Finding judge(Seen seen, @Nullable Head headOnly) {
        if (seen.head() == null) return withoutHead(seen, headOnly);
        if (!seen.isStream()) return Finding.of(WHAT, Verdict.UNKNOWN, "there is no event stream to observe");
        List<Burst> bursts = bursts(seen.arrivals());
        Finding torn = torn(seen, bursts);
        if (torn != null) return torn;
        boolean begins = true;
        for (Burst burst : bursts) {
            boolean whole = begins && burst.atBoundary();
            begins = burst.atBoundary();
            boolean open = seen.endedAt() < 0 || seen.endedAt() - burst.to() > 10 * TOGETHER_MILLIS;
            if (burst.bytes() <= SMALL && whole && open) {
                return Finding.of(
                        WHAT,
                        Verdict.NO,
                        burst.bytes() + " bytes arrived separately after " + burst.to()
                                + " ms, a complete event or comment, while the stream continued");
            }
        }
        return rest(seen, bursts);
    }

    private static Finding withoutHead(Seen seen, @Nullable Head headOnly) {
        String nothing = "GET was not answered within " + seen.watchedFor() + " ms";
        if (headOnly != null && headOnly.isEventStream() && headOnly.at() * 4 < seen.watchedFor()) {
            return Finding.of(
                            WHAT,
                            Verdict.LIKELY,
                            nothing + ", but HEAD returned text/event-stream after " + headOnly.at()
                                    + " ms: the response is buffered" + headOnly.by())
                    .advice(ADVICE);
        }
        String alive = headOnly == null ? "" : "; HEAD returned " + headOnly.answer() + headOnly.by();
        return Finding.of(
                        WHAT,
                        Verdict.UNKNOWN,
                        nothing + alive + ": the server may be slow, or a proxy buffers the response")
                .advice("publish a few messages during the probe, or probe the server without the proxy");
    }

    private static @Nullable Finding torn(Seen seen, List<Burst> bursts) {
        for (int i = 0; i < bursts.size(); i++) {
            Burst burst = bursts.get(i);
            if (burst.bytes() < LARGE || burst.atBoundary()) continue;
            long next = i + 1 < bursts.size() ? bursts.get(i + 1).from() : seen.watchedFor();
            if (next - burst.to() < SILENCE_MILLIS) continue;
            return Finding.of(
                            WHAT,
                            Verdict.YES,
                            burst.bytes() + " bytes arrived at once after " + burst.to()
                                    + " ms, cut in the middle of an event, followed by nothing for "
                                    + (next - burst.to())
                                    + " ms" + by(seen))
                    .advice(ADVICE);
        }
        return cut(seen, bursts);
    }

    /** Detects buffering of a busy feed, which fills buffers quickly and rarely with complete events. */
    private static @Nullable Finding cut(Seen seen, List<Burst> bursts) {
        List<Burst> all = bursts.subList(0, Math.max(0, bursts.size() - 1));
        long cut = all.stream().filter(burst -> !burst.atBoundary()).count();
        if (all.size() < 3 || cut * 3 < all.size() * 2L || all.stream().anyMatch(burst -> burst.bytes() < LARGE)) {
            return null;
        }
        return Finding.of(
                        WHAT,
                        Verdict.LIKELY,
                        all.size() + " bursts of at least " + LARGE + " bytes arrived, " + cut
                                + " of them cut in the middle of an event" + by(seen))
                .advice(ADVICE);
    }

    private static Finding rest(Seen seen, List<Burst> bursts) {
        if (bursts.isEmpty()) {
            return Finding.of(
                            WHAT, Verdict.UNKNOWN, "the response has no body bytes after " + seen.watchedFor() + " ms")
                    .advice("publish a few messages during the probe");
        }
        Burst first = bursts.get(0);
        if (seen.endedAt() >= 0 && bursts.size() == 1 && first.to() > 1000 && seen.endedAt() - first.to() < 100) {
            return Finding.of(
                            WHAT,
                            Verdict.LIKELY,
                            "all " + first.bytes() + " bytes arrived at once after " + first.to()
                                    + " ms, together with the end of the stream" + by(seen))
                    .advice(ADVICE);
        }
        return Finding.of(
                WHAT,
                Verdict.UNKNOWN,
                bursts.size() + " bursts arrived, none small enough or cut in a way that decides");
    }

    private static String by(Seen seen) {
        return seen.head() == null ? "" : seen.head().by();
    }

    private static List<Burst> bursts(List<Arrival> arrivals) {
        List<Burst> bursts = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            Burst last = bursts.isEmpty() ? null : bursts.get(bursts.size() - 1);
            if (last != null && arrival.at() - last.to() < TOGETHER_MILLIS) {
                bursts.set(
                        bursts.size() - 1,
                        new Burst(last.from(), arrival.at(), last.bytes() + arrival.bytes(), arrival.atBoundary()));
            } else {
                bursts.add(new Burst(arrival.at(), arrival.at(), arrival.bytes(), arrival.atBoundary()));
            }
        }
        return bursts;
    }
}
