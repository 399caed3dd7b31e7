// cases/run SseOddities
// Things reported of other readers: ": OPENROUTER PROCESSING" comments, no space behind the colon, CR ends, a lone CR at the end of a chunk, 103 before 200, two Content-Type parameters, "data:" alone, 300 ms pauses inside a line, emoji cut by chunks.
package cases.field;
import dev.holdfast.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.*;
class SseOddities {
    static int bad;
    static void run(String name, String head, List<byte[]> parts, String expected) throws Exception {
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.raw(head); for (byte[] p : parts) { c.out.write(p); c.out.flush(); Rig.sleep(60); } c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/")).build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { told.add((m.type() == null ? "" : m.type() + ":") + m.data()); }
                public void onEnded(CloseReason r) { told.add("<ended " + r + ">"); }
            });
            Rig.await(() -> told.toString().equals(expected), 4000);
            boolean ok = told.toString().equals(expected);
            if (!ok) bad++;
            Rig.log("%-34s %s %s", name, ok ? "holds" : "DIFFERS", told.toString().replace("\n", "\\n"));
        }
    }
    static List<byte[]> s(String... parts) { List<byte[]> l = new ArrayList<>(); for (String p : parts) l.add(p.getBytes(StandardCharsets.UTF_8)); return l; }
    public static void main(String[] a) throws Exception {
        String ok = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
        run("openrouter comments", ok, s(": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\ndata: {\"a\":1}\n\n"), "[{\"a\":1}]");
        run("no space", ok, s("event:result\ndata:{\"a\":1}\n\n"), "[result:{\"a\":1}]");
        run("CR only", ok, s("data: a\rdata: b\r\rdata: c\r\r"), "[a\nb, c]");
        run("CRLF cut, silence behind CR", ok, s("data: a\r\n\r"), "[a]");
        run("103 before 200", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ok, s("data: a\n\n"), "[a]");
        run("type in capitals, parameters", "HTTP/1.1 200 OK\r\ncontent-type: Text/Event-Stream;charset=\"utf-8\"; x=y\r\nConnection: close\r\n\r\n", s("data: a\n\n"), "[a]");
        run("data alone", ok, s("data\n\ndata:\n\n"), "[, ]");
        byte[] emoji = "data: \uD83D\uDE00\n\n".getBytes(StandardCharsets.UTF_8);
        run("emoji cut", ok, List.of(Arrays.copyOfRange(emoji, 0, 8), Arrays.copyOfRange(emoji, 8, emoji.length)), "[\uD83D\uDE00]");
        run("HTTP/1.0 answer", "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", s("data: a\n\n"), "[a]");
        run("duplicate Content-Type header", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n", s("data: a\n\n"), "[a]");
        run("Content-Type with a list", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream, text/event-stream\r\nConnection: close\r\n\r\n", s("data: a\n\n"), "[a]");
        run("status 201", "HTTP/1.1 201 Created\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n", s("data: a\n\n"), "[a]");
        run("status 202", "HTTP/1.1 202 Accepted\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n", s("data: a\n\n"), "[a]");
        Rig.verdict(bad + " of 13 differ");
    }
}
