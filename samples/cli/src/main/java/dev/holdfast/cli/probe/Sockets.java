package dev.holdfast.cli.probe;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import java.util.Locale;

/** Judges what became of an upgrade to WebSocket. */
final class Sockets {
    private static final String WHAT = "websocket";
    private static final String UPGRADE = "for nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
            + " proxy_set_header Connection \"upgrade\"; for others see docs/choosing.md";

    private Sockets() {}

    static Finding judge(SocketLook.Seen seen) {
        String by = seen.server().isEmpty() ? "" : " (" + seen.server() + ")";
        if (seen.upgraded()) return Finding.of(WHAT, Verdict.YES, "the upgrade was answered 101" + by);
        if (seen.status() == 0) {
            String why = seen.failure() == null ? "in time" : "but " + seen.failure();
            return Finding.of(WHAT, Verdict.UNKNOWN, "the upgrade was not answered " + why);
        }
        String answer = "the upgrade was answered " + seen.status() + by;
        if (seen.status() == 101) return Finding.of(WHAT, Verdict.NO, answer + ", but not as RFC 6455 asks");
        if (seen.status() == 426 || missesUpgrade(seen.body())) {
            return Finding.of(
                            WHAT,
                            Verdict.NO,
                            answer
                                    + ": the server misses the upgrade that was asked for, so a proxy on the way takes it off")
                    .advice(UPGRADE);
        }
        if (seen.status() == 401 || seen.status() == 403 || seen.status() == 407) {
            return Finding.of(WHAT, Verdict.UNKNOWN, answer).advice("give --token-file or --header");
        }
        return Finding.of(
                WHAT,
                Verdict.NO,
                answer
                        + ": there is no WebSocket at this URL, or a proxy takes the upgrade off; which, cannot be told");
    }

    /** What servers say to a request without the header. */
    private static boolean missesUpgrade(String body) {
        String text = body.toLowerCase(Locale.ROOT);
        return text.contains("upgrade required")
                || text.contains("can \"upgrade\" only to \"websocket\"")
                || text.contains("missing or invalid upgrade header")
                || text.contains("no upgrade header");
    }

    static Finding heartbeat(SocketLook.Seen seen) {
        String what = "ws heartbeat";
        String pings = seen.pings() == 0 ? "" : "; it sent " + seen.pings() + " pings of its own";
        if (seen.pongMillis() >= 0) {
            return Finding.of(what, Verdict.YES, "a ping was answered after " + seen.pongMillis() + " ms" + pings);
        }
        return Finding.of(what, Verdict.NO, "a ping was not answered, as RFC 6455 asks" + pings);
    }
}
