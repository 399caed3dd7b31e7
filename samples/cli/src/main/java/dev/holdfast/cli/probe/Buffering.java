package dev.holdfast.cli.probe;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.probe.Seen.Arrival;
import dev.holdfast.cli.probe.Seen.Head;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether something on the way keeps bytes back. A server writes an event and it comes; who buffers waits for a
 * buffer to be full, and so cuts wherever that is, or for the end.
 */
final class Buffering {
    /** The smallest buffer in use has 4 KiB; what is less and comes by itself was not waited with. */
    private static final int SMALL = 1024;

    private static final int LARGE = 2048;
    /** Reads nearer to each other are one burst. */
    private static final long TOGETHER_MILLIS = 5;
    /** A network that delivers the middle of an event delivers its end sooner. */
    private static final long SILENCE_MILLIS = 400;

    private static final String WHAT = "buffering";
    private static final String ADVICE =
            "for nginx 'proxy_buffering off' in that location, or have the server answer with"
                    + " 'X-Accel-Buffering: no'; for others see docs/choosing.md";

    private record Burst(long from, long to, int bytes, boolean atBoundary) {}

    private Buffering() {}

    /**
     * Judges.
     *
     * @param headOnly what HEAD of the same URL was answered, null for nothing
     */
    static Finding judge(Seen seen, @Nullable Head headOnly) {
        if (seen.head() == null) return withoutHead(seen, headOnly);
        if (!seen.isStream()) return Finding.of(WHAT, Verdict.UNKNOWN, "there is no event stream to judge by");
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
                        burst.bytes() + " bytes came by themselves after " + burst.to()
                                + " ms, a whole event or comment, while the stream went on");
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
                            nothing + ", though HEAD was, with text/event-stream after " + headOnly.at()
                                    + " ms: what the server sends is kept back" + headOnly.by())
                    .advice(ADVICE);
        }
        String alive = headOnly == null ? "" : "; HEAD was answered " + headOnly.answer() + headOnly.by();
        return Finding.of(
                        WHAT, Verdict.UNKNOWN, nothing + alive + ": the server may be slow, or something keeps it back")
                .advice("publish a few messages meanwhile, or probe the server without the proxy");
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
                            burst.bytes() + " bytes came at once after " + burst.to()
                                    + " ms, cut in the middle of an event, and then nothing for " + (next - burst.to())
                                    + " ms" + by(seen))
                    .advice(ADVICE);
        }
        return cut(seen, bursts);
    }

    /** A busy feed fills buffers quickly, and hardly one of them with whole events. */
    private static @Nullable Finding cut(Seen seen, List<Burst> bursts) {
        List<Burst> all = bursts.subList(0, Math.max(0, bursts.size() - 1));
        long cut = all.stream().filter(burst -> !burst.atBoundary()).count();
        if (all.size() < 3 || cut * 3 < all.size() * 2L || all.stream().anyMatch(burst -> burst.bytes() < LARGE)) {
            return null;
        }
        return Finding.of(
                        WHAT,
                        Verdict.LIKELY,
                        all.size() + " bursts of at least " + LARGE + " bytes came, " + cut
                                + " of them cut in the middle of an event" + by(seen))
                .advice(ADVICE);
    }

    private static Finding rest(Seen seen, List<Burst> bursts) {
        if (bursts.isEmpty()) {
            return Finding.of(
                            WHAT,
                            Verdict.UNKNOWN,
                            "the head came and nothing after it in " + seen.watchedFor() + " ms to judge by")
                    .advice("publish a few messages meanwhile");
        }
        Burst first = bursts.get(0);
        if (seen.endedAt() >= 0 && bursts.size() == 1 && first.to() > 1000 && seen.endedAt() - first.to() < 100) {
            return Finding.of(
                            WHAT,
                            Verdict.LIKELY,
                            "all " + first.bytes() + " bytes came at once after " + first.to()
                                    + " ms, together with the end of the stream" + by(seen))
                    .advice(ADVICE);
        }
        return Finding.of(
                WHAT, Verdict.UNKNOWN, bursts.size() + " bursts came, none so small or so cut that it decides");
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
