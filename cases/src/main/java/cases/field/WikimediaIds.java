// cases/run WikimediaIds
// Wikimedia EventStreams: multi-topic ids are JSON arrays of several hundred bytes, the stream is ended every 15 minutes without a word; a long id can exceed a proxy's limit on headers (431).
package cases.field;
import dev.holdfast.*;
import java.util.*;
import java.util.concurrent.*;
class WikimediaIds {
    static String id(int n, int topics) {
        StringBuilder sb = new StringBuilder("[");
        for (int i = 0; i < topics; i++) sb.append(i > 0 ? "," : "").append("{\"topic\":\"eqiad.mediawiki.page-stream-").append(i).append("\",\"partition\":0,\"offset\":").append(n * 1000 + i).append(",\"timestamp\":17644608").append(100 + i).append("}");
        return sb.append("]").toString();
    }
    static void run(String name, int topics) throws Exception {
        List<String> sent = new CopyOnWriteArrayList<>();
        try (Rig rig = new Rig(c -> {
                if (!c.request()) return;
                String given = c.header("Last-Event-ID");
                sent.add(given == null ? "none" : given.length() + " bytes" + (given.equals(id(c.number - 1, topics)) ? ", right" : ", WRONG"));
                if (c.head.length() > 8192) { c.respond(431, "text/html", "Request Header Or Cookie Too Large"); return; }
                c.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n");
                String block = ":ok\n\nevent: message\nid: " + id(c.number, topics) + "\ndata: {\"n\":" + c.number + "}\n\n";
                c.raw(Integer.toHexString(block.length()) + "\r\n" + block + "\r\n");
                if (c.number >= 4) c.untilGone(); // before: the connection is dropped without a last chunk
             });
             RealtimeClient client = RealtimeClient.builder(rig.http("/v2/stream/page-create,recentchange?since=2026-01-01T00:00:00Z")).header("User-Agent", "example/1.0 (someone@example.org)").build()) {
            List<String> told = new CopyOnWriteArrayList<>();
            client.subscribe(new SubscriptionListener<String>() {
                public void onMessage(Message<String> m) { told.add(m.data()); }
                public void onEnded(CloseReason r) { told.add("<ended " + r + ">"); }
            });
            Rig.await(() -> told.size() >= 4 || told.toString().contains("ended"), 25000);
            Rig.log("%s: Last-Event-ID %s; told %s", name, sent, told);
            Rig.verdict(name + (told.size() == 4 && !told.toString().contains("ended") ? " holds" : " FAILS: the position is too long for a header and the feed is over for good (431)"));
        }
    }
    public static void main(String[] a) throws Exception { run("7 topics, " + id(1, 7).length() + " bytes", 7); run("100 topics, " + id(1, 100).length() + " bytes", 100); }
}
