package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one Redis behind haproxy: a node goes, and nobody misses a message. */
class TwoNodesInteropTest {
    /** Of a crowd's connections: its publishers, and those that are not counted when they come back. */
    private static final int OTHERS = 2 + Crowd.READERS;

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
            crowd.awaitConfirmed(10_000);
            System.out.println("Killed at one, behind haproxy: " + outage(crowd, nodes, one));
            crowd.awaitConfirmed(10_000);

            one.start();
            Until.holds(() -> "the first node does not come back", () -> nodes.healthy(one));
            crowd.awaitConfirmed(4_000);
            // All are with the second node, and the first is new: it resumes those whom it never saw.
            System.out.println("Killed at two, behind haproxy: " + outage(crowd, nodes, two));
            crowd.awaitConfirmed(10_000);

            assertNothingMissing(crowd, 34_000);
        }
    }

    /** Of so many messages at least, all of which the server said that it has. */
    private static void assertNothingMissing(Crowd crowd, int confirmed) throws InterruptedException {
        String ledger = crowd.settle();
        System.out.println(crowd.figures() + " " + ledger);
        assertThat(ledger).isEqualTo(NOTHING);
        assertThat(crowd.confirmed()).isGreaterThanOrEqualTo(confirmed);
        assertThat(crowd.unanswered()).isZero();
        // Nothing is kept from those who count this.
        assertThat(crowd.sentTwice()).isZero();
    }

    private static String outage(Crowd crowd, Nodes nodes, Server node) {
        int there = Math.max(1, connections(nodes, node) - OTHERS);
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
            crowd.awaitConfirmed(2000);
            int there = Math.max(1, connections(nodes, one) - OTHERS);
            int before = crowd.subscribes();
            long since = System.nanoTime();
            one.end();
            System.out.println("Drained, behind haproxy: " + crowd.awaitBack(before, there, since));
            one.awaitLog("Drained, 0 left", 1);
            crowd.awaitConfirmed(2000);

            assertNothingMissing(crowd, 4_000);
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
            crowd.awaitConfirmed(2000);
            System.out.println("Killed at one, behind nginx: " + outage(crowd, nodes, one));
            crowd.awaitConfirmed(2000);

            assertNothingMissing(crowd, 4_000);
        }
    }
}
