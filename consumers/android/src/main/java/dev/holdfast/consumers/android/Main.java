package dev.holdfast.consumers.android;

import dev.holdfast.RealtimeClient;
import java.util.concurrent.CountDownLatch;

/** The part of the app that a JVM can run: prints what a topic's first message says. */
public final class Main {
    private Main() {}

    /** Takes the feed's URL. */
    public static void main(String[] args) throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        try (RealtimeClient client = RealtimeClient.builder(args[0]).build()) {
            client.subscribe("prices", Quote.class, message -> {
                Quote quote = message.data();
                System.out.println(quote.symbol + " " + quote.price);
                heard.countDown();
            });
            heard.await();
        }
    }
}
