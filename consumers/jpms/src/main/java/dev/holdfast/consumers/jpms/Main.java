package dev.holdfast.consumers.jpms;

import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.jvm.MessageStream;

/** Prints the first message of a topic, and which modules brought it. */
public final class Main {
    private Main() {}

    /** What the feed says. */
    record Quote(String symbol, double price) {}

    /** Takes the feed's URL. */
    public static void main(String[] args) throws Exception {
        try (RealtimeClient client = RealtimeClient.builder(args[0]).build();
                MessageStream<Quote> quotes =
                        MessageStream.open(client, SubscriptionOptions.of("prices", Quote.class))) {
            Quote first = quotes.iterator().next().data();
            System.out.println(first.symbol() + " " + first.price());
        }
        for (Class<?> each : new Class<?>[] {Main.class, RealtimeClient.class, MessageStream.class}) {
            System.out.println(
                    each.getModule().getName() + " " + each.getModule().isNamed());
        }
    }
}
