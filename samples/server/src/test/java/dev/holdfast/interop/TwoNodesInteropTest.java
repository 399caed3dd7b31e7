package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one Redis behind haproxy: a node goes, and nobody misses a message. */
class TwoNodesInteropTest {
    private static final String NOTHING = "lost=0 duplicated=0 disordered=0 gaps=0";

    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    @Test
    @Timeout(300)
    void aNodeThatIsKilledUnderLoadLosesNothing() throws Exception {
        Nodes nodes = new Nodes(servers, dir);
        Server one = nodes.node("one", "--publish-rate=5000");
        Server two = nodes.node("two", "--publish-rate=5000");
        Server proxy = nodes.haproxy(one, two);
        try (Crowd crowd = new Crowd(proxy.port(), 500, 2000).join()) {
            crowd.publish();
            crowd.awaitPublished(10_000);
            System.out.println("Killed at one, behind haproxy: " + outage(crowd, nodes, one));
            crowd.awaitPublished(10_000);

            one.start();
            Until.holds(() -> "the first node does not come back", () -> nodes.healthy(one));
            crowd.awaitPublished(4_000);
            // All are with the second node, and the first is new: it resumes those whom it never saw.
            System.out.println("Killed at two, behind haproxy: " + outage(crowd, nodes, two));
            crowd.awaitPublished(10_000);

            String ledger = crowd.settle();
            System.out.println(crowd.figures() + " " + ledger);
            assertThat(ledger).isEqualTo(NOTHING);
        }
    }

    private static String outage(Crowd crowd, Nodes nodes, Server node) {
        int there = Math.max(1, connections(nodes, node) - 2);
        int before = crowd.subscribes();
        long since = System.nanoTime();
        node.kill();
        return crowd.awaitBack(before, there, since);
    }

    /** Of the crowd, with the publishers. */
    private static int connections(Nodes nodes, Server node) {
        String health = nodes.health(node);
        return Integer.parseInt(health.replaceAll("(?s).*\"connections\":(\\d+).*", "$1"));
    }

    @Test
    @Timeout(300)
    void aNodeThatIsDrainedLosesNothing() throws Exception {
        Nodes nodes = new Nodes(servers, dir);
        Server one = nodes.node("one", "--drain-spread=2000");
        Server two = nodes.node("two", "--drain-spread=2000");
        Server proxy = nodes.haproxy(one, two);
        try (Crowd crowd = new Crowd(proxy.port(), 200, 500).join()) {
            crowd.publish();
            crowd.awaitPublished(2000);
            int there = Math.max(1, connections(nodes, one) - 2);
            int before = crowd.subscribes();
            long since = System.nanoTime();
            one.end();
            System.out.println("Drained, behind haproxy: " + crowd.awaitBack(before, there, since));
            one.awaitLog("Drained, 0 left", 1);
            crowd.awaitPublished(2000);

            String ledger = crowd.settle();
            System.out.println(crowd.figures() + " " + ledger);
            assertThat(ledger).isEqualTo(NOTHING);
        }
    }

    @Test
    @Timeout(300)
    void behindNginxAKilledNodeLosesNothingEither() throws Exception {
        Nodes nodes = new Nodes(servers, dir);
        Server one = nodes.node("one");
        Server two = nodes.node("two");
        Server proxy = nodes.nginx(one, two);
        try (Crowd crowd = new Crowd(proxy.port(), 100, 500).join()) {
            crowd.publish();
            crowd.awaitPublished(2000);
            System.out.println("Killed at one, behind nginx: " + outage(crowd, nodes, one));
            crowd.awaitPublished(2000);

            String ledger = crowd.settle();
            System.out.println(crowd.figures() + " " + ledger);
            assertThat(ledger).isEqualTo(NOTHING);
        }
    }
}
