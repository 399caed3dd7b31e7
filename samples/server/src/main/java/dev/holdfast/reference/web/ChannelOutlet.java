package dev.holdfast.reference.web;

import dev.holdfast.reference.feed.Continuity;
import dev.holdfast.reference.feed.Event;
import dev.holdfast.reference.feed.EventId;
import dev.holdfast.reference.feed.Outlet;
import org.jspecify.annotations.Nullable;

/** A subscription that is served over a channel. */
abstract class ChannelOutlet implements Outlet {
    private final Channel channel;
    private final Turns.Seat seat = new Turns.Seat();

    ChannelOutlet(Channel channel) {
        this.channel = channel;
    }

    /** The beginning of a frame of that type, up to and with a comma. */
    abstract String head(String type);

    abstract String frame(Event event);

    /** A frame as it goes over the wire. */
    abstract String whole(String json);

    /** The subscription is over, and the connection may go on. */
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
