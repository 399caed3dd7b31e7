package dev.holdfast.cli.probe;

import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import java.util.Locale;

/** The evaluation of a WebSocket upgrade. */
final class Sockets {
    private static final String WHAT = "websocket";
    private static final String UPGRADE = "for nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
            + " proxy_set_header Connection \"upgrade\"; for other proxies see docs/choosing.md";

    private Sockets() {}

    static Finding judge(SocketLook.Seen seen) {
        String by = seen.server().isEmpty() ? "" : " (" + seen.server() + ")";
        if (seen.upgraded()) return Finding.of(WHAT, Verdict.YES, "the upgrade returned 101" + by);
        if (seen.status() == 0) {
            String why = seen.failure() == null ? "in time" : "but " + seen.failure();
            return Finding.of(WHAT, Verdict.UNKNOWN, "the upgrade was not answered " + why);
        }
        String answer = "the upgrade returned " + seen.status() + by;
        if (seen.status() == 101) return Finding.of(WHAT, Verdict.NO, answer + ", but the response violates RFC 6455");
        if (seen.status() == 426 || missesUpgrade(seen.body())) {
            return Finding.of(
                            WHAT,
                            Verdict.NO,
                            answer + ": the server received no Upgrade header, so a proxy on the path removes it")
                    .advice(UPGRADE);
        }
        if (seen.status() == 401 || seen.status() == 403 || seen.status() == 407) {
            return Finding.of(WHAT, Verdict.UNKNOWN, answer).advice("use --token-file or --header");
        }
        return Finding.of(
                WHAT,
                Verdict.NO,
                answer + ": either there is no WebSocket at this URL, or a proxy removes the Upgrade header");
    }

    /** Returns whether a body contains a common error message for a missing {@code Upgrade} header. */
    private static boolean missesUpgrade(String body) {
        String text = body.toLowerCase(Locale.ROOT);
        return text.contains("upgrade required")
                || text.contains("can \"upgrade\" only to \"websocket\"")
                || text.contains("missing or invalid upgrade header")
                || text.contains("no upgrade header");
    }

    static Finding heartbeat(SocketLook.Seen seen) {
        String what = "ws heartbeat";
        String pings = seen.pings() == 0 ? "" : "; the server sent " + seen.pings() + " pings";
        if (seen.pongMillis() >= 0) {
            return Finding.of(what, Verdict.YES, "a ping was answered after " + seen.pongMillis() + " ms" + pings);
        }
        return Finding.of(what, Verdict.NO, "a ping was not answered, which RFC 6455 requires" + pings);
    }
}
