package dev.holdfast.allocation;

import dev.holdfast.Delivery;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.FakeLoop;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.protocol.Plain;
import dev.holdfast.transport.TestCodecs;
import java.util.ArrayList;
import java.util.List;

/** The cases of the whole path: a client's pump, reader, link, mailbox and listener, on one thread. */
final class PathCases {
    private PathCases() {}

    /** Returns the cases. The listener runs {@code plant} for each message. */
    static List<MeasuredCase> all(Runnable plant) {
        List<MeasuredCase> cases = new ArrayList<>();
        for (boolean webSocket : new boolean[] {false, true}) {
            for (boolean direct : new boolean[] {true, false}) {
                for (int messagesPerRead : new int[] {Meter.BLOCK, 1}) {
                    String name = (webSocket ? "WebSocket path, " : "SSE path, ")
                            + (direct ? "direct, " : "default delivery, ") + messagesPerRead + " a read";
                    cases.add(new MeasuredCase(name, m -> run(m, webSocket, direct, messagesPerRead, plant)));
                }
            }
        }
        return cases;
    }

    private static void run(Meter meter, boolean webSocket, boolean direct, int messagesPerRead, Runnable plant) {
        FakeLoop loop = new FakeLoop();
        BlockTransport transport = webSocket
                ? new BlockTransport(
                        loop,
                        meter,
                        MeasuredMessages.frames(),
                        messagesPerRead,
                        TestCodecs.webSocketReader(),
                        TestCodecs.webSocketWriter(CodecCases.maskKeys(() -> {})))
                : new BlockTransport(
                        loop, meter, MeasuredMessages.events(), messagesPerRead, TestCodecs.sseReader(), null);
        ClientConfig config = Rig.config("https://test.example/feed", transport, Plain.create());
        if (direct) config.delivery = Delivery.direct();
        RealClient client = Rig.client(config, new SharedRuntime(loop, loop.workers(), () -> 1, "c"), transport);
        CountingListener listener = new CountingListener(plant);
        client.subscribe(SubscriptionOptions.text("prices"), listener);
        loop.run(); // Dials and reads to the end of the measurement.
        listener.assertReceived(meter.messages());
        client.close();
        loop.run();
    }
}
