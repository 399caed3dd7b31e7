package dev.holdfast.transport;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionState;
import dev.holdfast.Limits;
import dev.holdfast.Message;
import dev.holdfast.PoisonPolicy;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that runs a client against hostile servers. It is a separate process so that its heap can be small. */
final class HostileClient {
    private static final long WAIT_SECONDS = 20;

    private HostileClient() {}

    /** Runs with the port of the server as the argument. Prints one line for each script. */
    public static void main(String[] args) throws Exception {
        HeapPeak peak = new HeapPeak();
        for (HostileScript script : HostileScript.values()) {
            long before = peak.begin();
            String end = meet(script, args[0]);
            System.out.println(script + "\t" + end + "\t" + before + "\t" + peak.end());
        }
    }

    private static String meet(HostileScript script, String port) throws Exception {
        CompletableFuture<CloseReason> end = new CompletableFuture<>();
        AtomicInteger messages = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(script.expected.messages);
        try (RealtimeClient client = RealtimeClient.builder(
                        script.expected.scheme + "://127.0.0.1:" + port + "/" + script.name())
                .backoff(Backoff.exponential(Duration.ofMinutes(10), Duration.ofMinutes(10)))
                .poisonPolicy(PoisonPolicy.stop(1))
                .limits(script.reads() ? Limits.defaults() : Limits.defaults().withWriteTimeout(Duration.ofMillis(500)))
                .build()) {
            client.addConnectionListener(event -> {
                CloseReason reason = event.reason();
                boolean failed = event.current() == ConnectionState.RECONNECTING && event.delay() != null;
                if (failed && reason != null) end.complete(reason);
            });
            client.subscribe(new SubscriptionListener<String>() {
                @Override
                public void onMessage(Message<String> message) {
                    messages.incrementAndGet();
                    done.countDown();
                }

                @Override
                public void onEnded(CloseReason reason) {
                    end.complete(reason);
                }

                @Override
                public void onError(Throwable error) {}
            });
            CloseReason reason = end.get(WAIT_SECONDS, TimeUnit.SECONDS);
            done.await(WAIT_SECONDS, TimeUnit.SECONDS);
            return reason.kind() + " " + reason.code() + " " + (reason.retryable() ? "retryable" : "final")
                    + ", messages " + messages;
        } catch (Exception e) {
            return e.toString();
        }
    }
}
