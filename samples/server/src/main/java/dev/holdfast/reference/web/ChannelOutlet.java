package dev.holdfast.reference.web;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.Event;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Outlet;
import org.jspecify.annotations.Nullable;

/** The outlet of a subscription on a channel. */
abstract class ChannelOutlet implements Outlet {
    private final Channel channel;
    private final Turns.Seat seat = new Turns.Seat();

    ChannelOutlet(Channel channel) {
        this.channel = channel;
    }

    /** Returns the start of a frame of that type, including a comma. */
    abstract String head(String type);

    abstract String frame(Event event);

    /** Returns the wire format of a frame. */
    abstract String whole(String json);

    /** Ends the subscription. The connection may continue. */
    abstract void over();

    @Override
    public void subscribed(Continuity continuity, @Nullable EventId place) {
        channel.enqueue(whole(head("subscribed") + "\"continuity\":\"" + continuity.word() + "\"}"));
        if (place != null) position(place);
    }

    @Override
    public void position(EventId place) {
        channel.enqueue(whole(head("position") + "\"id\":\"" + place + "\"}"));
    }

    @Override
    public void message(Event event) {
        channel.enqueue(frame(event));
    }

    @Override
    public void ended(String reason, boolean retry, long afterMillis) {
        channel.enqueue(whole(head("ended") + Goodbye.members(reason, retry, afterMillis)));
        over();
    }

    @Override
    public boolean takeTurn(Runnable later) {
        return channel.turns().take(seat, later);
    }

    @Override
    public void leaveTurns() {
        channel.turns().leave(seat);
    }

    @Override
    public void endTurn() {
        channel.turns().end();
    }

    @Override
    public int pageSize() {
        return channel.pageSize();
    }

    @Override
    public void flush() {
        channel.flush();
    }
}
