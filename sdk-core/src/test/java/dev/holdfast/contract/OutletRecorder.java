package dev.holdfast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A recorder of the calls of a conversation, one line each. It also checks the rules of {@code ConversationOutput}. */
final class OutletRecorder implements ConversationOutput {
    final List<String> calls = new ArrayList<>();
    /** The messages with their wire subscriptions. Two of them may have the same topic. */
    final List<WireSubscription> receivers = new ArrayList<>();
    /** Whether a method of the conversation is running. */
    boolean entered;

    private final Set<WireSubscription> subscribed = new HashSet<>();
    private boolean ready;

    /** Runs a method of the conversation. */
    void inside(Runnable method) {
        entered = true;
        try {
            method.run();
        } finally {
            entered = false;
        }
    }

    void assertNext(String after, List<String> expected) {
        assertThat(calls).as("said after %s", after).isEqualTo(expected);
        calls.clear();
    }

    private void say(String call) {
        if (!entered) throw new AssertionError("said outside of the conversation's methods: " + call);
        calls.add(call);
    }

    @Override
    public void send(Frame frame) {
        say("send " + frame.text());
    }

    @Override
    public void ready() {
        if (ready) throw new AssertionError("ready is said once");
        ready = true;
        say("ready");
    }

    @Override
    public void heartbeat(Duration interval) {
        say("heartbeat " + interval.toMillis());
    }

    @Override
    public void subscribed(WireSubscription wire, Continuity continuity) {
        subscribed.add(wire);
        say("subscribed " + wire.topic() + " " + continuity);
    }

    @Override
    public void message(WireSubscription wire, @Nullable String id, @Nullable String type, Frame payload) {
        message(wire, id, type, payload.text(), payload.size());
    }

    @Override
    public void message(WireSubscription wire, @Nullable String id, @Nullable String type, String payload, int size) {
        if (!subscribed.contains(wire)) throw new AssertionError("a message before subscribed");
        if (size < 0) throw new AssertionError("a size below zero");
        receivers.add(wire);
        say("message " + wire.topic() + " " + id + " " + type + " " + payload);
    }

    @Override
    public void position(WireSubscription wire, String id) {
        say("position " + wire.topic() + " " + id);
    }

    @Override
    public void ended(WireSubscription wire, CloseReason reason) {
        say("ended " + wire.topic() + " " + reason);
    }

    @Override
    public void receipt(long command, @Nullable String id) {
        say("receipt " + command + " " + id);
    }

    @Override
    public void reply(long command, String payload) {
        say("reply " + command + " " + payload);
    }

    @Override
    public void refused(long command, CloseReason reason) {
        say("refused " + command + " " + reason);
    }

    @Override
    public void close(CloseReason reason) {
        say("close " + reason);
    }
}
