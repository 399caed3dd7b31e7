package dev.holdfast.desktop.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A row of the subscription table. */
public final class TopicRow {
    private final String topic;
    private final Rate rate = new Rate();
    private long messages;
    private @Nullable Entry newest;
    private Duration lag = Duration.ZERO;
    private double perSecond;
    private TopicStatus status;

    TopicRow(String topic) {
        this.topic = topic;
        status = TopicStatus.unknown(topic);
    }

    void took(long nowNanos, Tally tally) {
        messages += tally.messages();
        newest = tally.newest();
        lag = Duration.ofNanos(Math.max(0, nowNanos - tally.newest().receivedNanos()));
        rate.add(nowNanos, tally.messages());
    }

    void frame(long nowNanos, TopicStatus now) {
        perSecond = rate.perSecond(nowNanos);
        status = now;
    }

    /** Returns the topic, empty for the feed at the URL itself. */
    public String topic() {
        return topic;
    }

    /** Returns the number of messages since the subscription started. */
    public long messages() {
        return messages;
    }

    /** Returns the last message, or null. */
    public @Nullable Entry newest() {
        return newest;
    }

    /** Returns the messages per second. */
    public double perSecond() {
        return perSecond;
    }

    /** Returns the time of the last message from the socket to the screen. */
    public Duration lag() {
        return lag;
    }

    /** Returns the client's status of the subscription. */
    public TopicStatus status() {
        return status;
    }
}
