package dev.holdfast.desktop.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One line of the table: a topic and how it fares. */
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

    /** The topic; empty for the feed at the URL itself. */
    public String topic() {
        return topic;
    }

    /** Messages since it was subscribed to. */
    public long messages() {
        return messages;
    }

    /** The last message, null before the first. */
    public @Nullable Entry newest() {
        return newest;
    }

    /** Messages a second. */
    public double perSecond() {
        return perSecond;
    }

    /** How long the last message took from the socket to the screen. */
    public Duration lag() {
        return lag;
    }

    /** What the client says of the subscription. */
    public TopicStatus status() {
        return status;
    }
}
