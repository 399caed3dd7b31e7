package dev.holdfast.transport;

import dev.holdfast.CloseException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A fuzz target for event streams. Any bytes must give the same result however they are split, and the result must
 * match the specification. Only a {@link CloseException} may be thrown, and the memory held is bounded. The first two
 * bytes select how the rest is read.
 */
public final class SseReaderFuzz {
    private static final int LARGE = 1 << 20;
    private static final int HEAD = 2;

    private SseReaderFuzz() {}

    /** Runs one input of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws CloseException {
        if (input.length < HEAD) return;
        byte[] stream = Arrays.copyOfRange(input, HEAD, input.length);
        int limit = input[0] >= 0 ? LARGE : 1 + (input[0] & 0x7F);
        Random random = new Random(input[1]);
        boolean comments = input[1] < 0;
        List<String> whole = read(limit, comments, stream, false);
        same(whole, read(limit, comments, stream, true), "stopping");
        for (int i = 0; i < 3; i++) {
            int[] cuts = random.ints(1 + 2 * i, 0, stream.length + 1).sorted().toArray();
            same(whole, read(limit, comments, stream, i == 1, cuts), "cut at " + Arrays.toString(cuts));
        }
        if (stream.length < 300)
            same(whole, read(limit, comments, stream, false, every(stream.length)), "byte by byte");
        if (limit == LARGE)
            same(SseReaderRandomTest.specification(stream, comments), whole, "against the specification");
    }

    private static int[] every(int length) {
        return IntStream.range(0, length).toArray();
    }

    private static List<String> read(int limit, boolean comments, byte[] stream, boolean stopping, int... cuts)
            throws CloseException {
        return Allocation.bounded(stream.length, () -> readOnce(limit, comments, stream, stopping, cuts));
    }

    private static List<String> readOnce(int limit, boolean comments, byte[] stream, boolean stopping, int... cuts) {
        FrameRecorder recorder = new FrameRecorder(stopping);
        SseReader reader = new SseReader(limit, comments);
        try {
            int from = 0;
            for (int cut : cuts) {
                recorder.feed(reader, stream, from, cut);
                from = cut;
            }
            recorder.feed(reader, stream, from, stream.length);
        } catch (CloseException e) {
            recorder.events.add(e.reason().toString());
        }
        return recorder.events;
    }

    private static void same(List<String> expected, List<String> found, String how) {
        if (!found.equals(expected)) throw new AssertionError(how + ": " + found + " instead of " + expected);
    }
}
