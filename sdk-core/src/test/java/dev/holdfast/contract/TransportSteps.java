package dev.holdfast.contract;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The steps of {@link TransportContract}: a server, connections to it, and threads to wait for them. */
abstract class TransportSteps {
    static final int LIMIT = 1000;

    private final ExecutorService background = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "contract");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Wired> wired = new ArrayList<>();
    Peer peer;

    abstract Transport transport();

    abstract Peer peer() throws IOException;

    /** The most time to wait for an expected event. A suite that is meant to fail uses less. */
    long patienceMillis() {
        return 30_000;
    }

    @BeforeEach
    void listen() throws IOException {
        peer = peer();
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        for (Wired each : wired) {
            each.release();
            each.dialer.close();
        }
        background.shutdownNow();
    }

    final Wired dial(Target target) {
        Wired made = new Wired(transport(), target, Limits.defaults().withMaxMessageBytes(LIMIT));
        wired.add(made);
        return made;
    }

    final Wired dial() {
        return dial(Target.of(peer.url()));
    }

    final Future<?> opening(Wired made) {
        return start(() -> {
            made.connection.open();
            return null;
        });
    }

    final <T> Future<T> start(Callable<T> task) {
        return background.submit(task);
    }

    final <T> T await(Future<T> future) throws Exception {
        try {
            return future.get(patienceMillis(), MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        }
    }

    final void assertFreed(Future<?> blocked) {
        assertThatThrownBy(() -> await(blocked)).isInstanceOf(IOException.class);
    }

    final Peer.Incoming open(Wired made) throws Exception {
        Future<?> opening = opening(made);
        Peer.Incoming incoming = peer.next();
        incoming.accept();
        await(opening);
        return incoming;
    }

    final CloseReason refusal(Wired made, Answer answer) throws Exception {
        Future<?> opening = opening(made);
        answer.to(peer.next());
        CloseReason[] reason = new CloseReason[1];
        assertThatThrownBy(() -> await(opening)).isInstanceOfSatisfying(CloseException.class, e -> {
            reason[0] = e.reason();
        });
        return reason[0];
    }

    interface Answer {
        void to(Peer.Incoming incoming) throws Exception;
    }

    final byte[] bytes(String... texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : texts) {
            out.writeBytes(peer.empty());
            out.writeBytes(peer.text(text));
        }
        return out.toByteArray();
    }

    /**
     * Returns the threads in use, except those of the suite and those that OkHttp keeps for a minute for all clients of
     * a process.
     */
    static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (!name.equals("contract") && !name.startsWith("OkHttp") && !name.startsWith("Okio")) names.add(name);
        }
        return names;
    }
}
