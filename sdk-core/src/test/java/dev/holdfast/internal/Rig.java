package dev.holdfast.internal;

import dev.holdfast.Delivery;
import dev.holdfast.SubscriptionRequest;
import dev.holdfast.protocol.GsonDecoder;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.WireProtocol;
import java.util.function.Consumer;

/** A client on virtual time over a transport in the test's hand. */
final class Rig {
    final FakeLoop loop = new FakeLoop();
    final FakeTransport net;
    final Settings settings;
    final RealClient client;
    final Recorder connection = new Recorder();
    /** What chance says: 1 draws every delay at its bound. */
    double chance = 1;

    Rig() {
        this(false, Plain.create(), settings -> {});
    }

    Rig(boolean sends, WireProtocol protocol, Consumer<Settings> change) {
        net = new FakeTransport(sends);
        SharedRuntime shared = new SharedRuntime(loop, loop, () -> chance, net::drive, Mutex::newCondition, "c");
        settings =
                new Settings(Target.of("https://test.example/feed"), net, net, protocol, GsonDecoder.create(), shared);
        settings.delivery = Delivery.background();
        change.accept(settings);
        client = new RealClient(settings, () -> {
            throw new AssertionError("not derived here");
        });
        client.addConnectionListener(connection);
    }

    RealSubscription subscribe(String topic, Recorder recorder) {
        return subscribe(SubscriptionRequest.text(topic), recorder);
    }

    RealSubscription subscribe(SubscriptionRequest<?> request, Recorder recorder) {
        RealSubscription subscription = (RealSubscription) client.subscribe(request, recorder);
        loop.run();
        return subscription;
    }

    /** The server accepts the connection dialled last. */
    FakeTransport.FakeConnection accept() {
        FakeTransport.FakeConnection connection = net.last();
        connection.accept();
        loop.run();
        return connection;
    }
}
