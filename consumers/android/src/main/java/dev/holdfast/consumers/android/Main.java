package dev.holdfast.consumers.android;

import dev.holdfast.RealtimeClient;
import java.util.concurrent.CountDownLatch;

/** The part of the application that runs on a JVM. It prints the content of a topic's first message. */
public final class Main {
    private Main() {}

    /** Runs with the URL of the feed as the only argument. */
    public static void main(String[] args) throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        try (RealtimeClient client = RealtimeClient.builder(args[0]).build()) {
            client.subscribe("prices", Quote.class, message -> {
                Quote quote = message.data();
                System.out.println(quote == null ? "null" : quote.symbol + " " + quote.price);
                heard.countDown();
            });
            heard.await();
        }
    }
}
