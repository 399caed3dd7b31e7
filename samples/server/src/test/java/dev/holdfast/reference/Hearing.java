package dev.holdfast.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.SubscriptionListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a subscription of the Holdfast client heard, word by word. */
public final class Hearing implements SubscriptionListener<String> {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** The next word; fails where there is none for long. */
    public String next() {
        try {
            String next = heard.poll(30, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("Nothing heard");
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next words are these. */
    public void expect(String... words) {
        for (String word : words) assertThat(next()).isEqualTo(word);
    }

    @Override
    public void onMessage(Message<String> message) {
        heard.add(message.data());
    }

    @Override
    public void onSubscribed(Continuity continuity) {
        heard.add(continuity.name());
    }

    @Override
    public void onError(Throwable error) {
        heard.add("error " + error);
    }

    @Override
    public void onEnded(CloseReason reason) {
        heard.add("ended " + reason);
    }
}
