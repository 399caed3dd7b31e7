package dev.holdfast.transport;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameSink;

/** A sink that ignores everything. Tests override the methods they check. */
class Sink implements FrameSink {
    @Override
    public boolean onFrame(Frame frame) {
        return true;
    }

    @Override
    public void onPing(byte[] payload) {}

    @Override
    public void onPong(byte[] payload) {}

    @Override
    public void onRetry(long millis) {}

    @Override
    public void onClose(CloseReason reason) {}
}
