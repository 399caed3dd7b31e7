package dev.holdfast.reference.web;

import dev.holdfast.reference.feed.Event;

/** The outlet of one subscription of a WebSocket. */
final class SocketOutlet extends ChannelOutlet {
    private final WebSocketChannel channel;
    private final long sub;

    SocketOutlet(WebSocketChannel channel, long sub) {
        super(channel);
        this.channel = channel;
        this.sub = sub;
    }

    @Override
    String head(String type) {
        return "{\"type\":\"" + type + "\",\"sub\":" + sub + ",";
    }

    @Override
    String frame(Event event) {
        return event.frame(sub);
    }

    @Override
    String whole(String json) {
        return json;
    }

    @Override
    void over() {
        channel.over(sub);
    }
}
