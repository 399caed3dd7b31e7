package dev.holdfast.allocation;

import dev.holdfast.CloseReason;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.FrameSink;

/** The sink of a reader. Counts text frames and keeps the last text. */
final class CountingSink implements FrameSink {
    private final Runnable plant;
    private long frames;
    private String last = "";

    /** Makes a sink that runs {@code plant} for each frame. */
    CountingSink(Runnable plant) {
        this.plant = plant;
    }

    /** Fails unless exactly these frames came. */
    void assertReceived(long expected) {
        if (frames != expected || last.isEmpty()) throw new AssertionError(frames + " frames, not " + expected);
    }

    @Override
    public boolean onFrame(Frame frame) {
        plant.run();
        last = frame.text();
        frames++;
        return true;
    }

    @Override
    public void onPing(byte[] payload) {}

    @Override
    public void onPong(byte[] payload) {}

    @Override
    public void onRetry(long millis) {}

    @Override
    public void onClose(CloseReason reason) {
        throw new AssertionError(reason);
    }
}
