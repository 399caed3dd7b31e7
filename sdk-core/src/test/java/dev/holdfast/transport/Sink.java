package dev.holdfast.transport;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameSink;

/** Takes everything and keeps nothing; a test overrides what it looks at. */
class Sink implements FrameSink {
    @Override
    public boolean frame(Frame frame) {
        return true;
    }

    @Override
    public void ping(byte[] payload) {}

    @Override
    public void pong(byte[] payload) {}

    @Override
    public void retry(long millis) {}

    @Override
    public void closed(CloseReason reason) {}
}
