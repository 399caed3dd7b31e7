package dev.holdfast.consumers.jpms;

import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.jvm.MessageStream;

/** A program that prints the first message of a topic and the modules that were involved. */
public final class Main {
    private Main() {}

    /** A message of the feed. */
    record Quote(String symbol, double price) {}

    /** Runs with the URL of the feed as the only argument. */
    public static void main(String[] args) throws Exception {
        try (RealtimeClient client = RealtimeClient.builder(args[0]).build();
                MessageStream<Quote> quotes =
                        MessageStream.open(client, SubscriptionOptions.of("prices", Quote.class))) {
            Quote first = quotes.iterator().next().data();
            System.out.println(first == null ? "null" : first.symbol() + " " + first.price());
        }
        for (Class<?> each : new Class<?>[] {Main.class, RealtimeClient.class, MessageStream.class}) {
            System.out.println(
                    each.getModule().getName() + " " + each.getModule().isNamed());
        }
    }
}
