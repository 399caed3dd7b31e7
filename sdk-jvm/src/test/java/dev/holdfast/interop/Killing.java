package dev.holdfast.interop;

/** Publishes to a hub that is killed in the middle of it, and goes on publishing while it is down. */
final class Killing {
    static final int KILLS = 6;
    static final int MESSAGES = 50 * KILLS;

    private Killing() {}

    /** Returns when as many messages as were published have come. */
    static void sixTimes(Hub hub, Feed feed, String channel) {
        int published = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            for (int i = 0; i < 15; i++) hub.publish(channel, "message " + published++);
            feed.awaitMessages(published);
            // These are under way when it dies, or not yet.
            for (int i = 0; i < 15; i++) hub.publish(channel, "message " + published++);
            hub.kill();
            for (int i = 0; i < 20; i++) hub.publish(channel, "message " + published++);
            hub.restart();
        }
        feed.awaitMessages(published);
    }
}
