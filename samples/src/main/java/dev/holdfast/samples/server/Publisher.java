package dev.holdfast.samples.server;

import com.google.gson.Gson;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The publisher, which samples the machine and publishes each topic at its own interval, on one thread. */
final class Publisher implements Runnable {
    private final Map<String, Topic> topics;
    private final long stepNanos;
    private final Gson gson = new Gson();
    private final Machine machine = new Machine();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    /** Creates a publisher. {@code pace} is the interval of the fastest topic. */
    Publisher(Map<String, Topic> topics, Duration pace) {
        this.topics = topics;
        this.stepNanos = pace.toNanos() / 2;
    }

    void start() {
        thread = DemoServer.thread("publisher", this);
    }

    void stop() {
        stopped.countDown();
    }

    /** Stops publishing and waits at most {@code most} for the thread. */
    void stop(Duration most) throws InterruptedException {
        stop();
        if (thread != null) thread.join(most.toMillis());
    }

    @Override
    public void run() {
        try {
            for (long step = 1; !stopped.await(stepNanos, TimeUnit.NANOSECONDS); step++) publish(step);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(long step) {
        for (Machine.Source source : Machine.Source.values()) {
            if (step % source.steps() != 0) continue;
            Topic topic = topics.get(source.topic());
            if (topic != null) topic.publish(seq -> gson.toJson(machine.sample(source, seq)));
        }
    }
}
