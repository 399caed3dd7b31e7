package dev.holdfast.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.Delivery;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.client.ClientStateAggregator;
import dev.holdfast.internal.client.ConnectionEventDispatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks one after another on threads of others; listeners that are slow, or throw; the state of many sessions. */
class SerialExecutorTest {
    private final ArrayDeque<Runnable> handed = new ArrayDeque<>();
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void oneThreadIsAskedForAtATimeAndGivenBackNowAndThen() {
        SerialExecutor tasks = new SerialExecutor(handed::add);
        for (int i = 0; i < 100; i++) {
            int number = i;
            tasks.execute(() -> ran.add(number));
        }
        assertThat(handed).hasSize(1);
        int turns = 0;
        for (Runnable turn = handed.poll(); turn != null; turn = handed.poll()) {
            turn.run();
            turns++;
            assertThat(handed.size()).isLessThanOrEqualTo(1);
        }
        assertThat(turns).isGreaterThan(1);
        assertThat(ran).isEqualTo(IntStream.range(0, 100).boxed().toList());
        tasks.execute(() -> ran.add(100));
        assertThat(handed).hasSize(1);
        assertThat(tasks.discardedTasks()).isZero();
    }

    @Test
    void theOldestAreThrownAwayAndCounted() {
        SerialExecutor tasks = new SerialExecutor(handed::add);
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            tasks.execute(() -> ran.add(number));
        }
        for (Runnable turn = handed.poll(); turn != null; turn = handed.poll()) turn.run();
        assertThat(ran.size() + tasks.discardedTasks()).isEqualTo(10_000);
        assertThat(tasks.discardedTasks()).isPositive();
        assertThat(ran).last().isEqualTo(9_999);
        assertThat(ran).first().isEqualTo((int) tasks.discardedTasks());
    }

    @Test
    void whereThereIsNoThreadTheNextTaskTriesAgain() {
        boolean[] refuses = {true};
        SerialExecutor tasks = new SerialExecutor(task -> {
            if (refuses[0]) throw new RejectedExecutionException();
            handed.add(task);
        });
        tasks.execute(() -> ran.add(1));
        refuses[0] = false;
        tasks.execute(() -> ran.add(2));
        handed.remove().run();
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void aTaskThatThrowsKeepsNoOtherFromRunning() {
        SerialExecutor tasks = new SerialExecutor(handed::add);
        tasks.execute(() -> {
            throw new StackOverflowError("planted");
        });
        tasks.execute(() -> ran.add(1));
        assertThatThrownBy(() -> handed.remove().run()).hasMessage("planted");
        handed.remove().run();
        tasks.execute(() -> ran.add(2));
        handed.remove().run();
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void noCallKeepsTheLock() throws InterruptedException {
        boolean[] refuses = {true};
        SerialExecutor tasks = new SerialExecutor(task -> {
            if (refuses[0]) throw new RejectedExecutionException();
            handed.add(task);
        });
        Runnable[] calls = {
            () -> tasks.execute(() -> {}),
            tasks::discardedTasks,
            () -> refuses[0] = false,
            () -> tasks.execute(() -> {}),
            () -> tasks.execute(() -> {}),
            () -> handed.remove().run(),
        };
        for (Runnable call : calls) {
            call.run();
            Thread other = new Thread(tasks::discardedTasks);
            other.start();
            other.join();
        }
        assertThat(handed).isEmpty();
    }

    @Test
    void whatConnectionListenersDoWrongIsShown() {
        Rig rig = new Rig();
        rig.client.addConnectionListener(event -> {
            throw new IllegalStateException("no mood for events");
        });
        Recorder behind = new Recorder();
        rig.client.addConnectionListener(behind);
        assertThat(rig.client.diagnostics().lines()).hasSize(1);
        rig.subscribe("a", new Recorder());
        behind.assertNext("CONNECTING");
        assertThat(rig.client.diagnostics().lines())
                .last()
                .isEqualTo(
                        "connection listeners threw 1 times, last java.lang.IllegalStateException: no mood for events");
    }

    @Test
    void eventsThatWereNotToldAreShown() {
        ArrayDeque<Runnable> workers = new ArrayDeque<>();
        Rig rig = new Rig();
        SharedRuntime slow =
                new SharedRuntime(rig.loop, workers::add, () -> 1, rig.net::drive, Mutex::newCondition, "c");
        CompositeMonitor monitor = new CompositeMonitor(List.of(), List.of());
        ConnectionEventDispatcher events = new ConnectionEventDispatcher(monitor, slow, Delivery.background());
        ConnectionEvent event = ConnectionEvent.builder(ConnectionState.IDLE, ConnectionState.CONNECTING)
                .build();
        events.dispatch(event);
        assertThat(workers).as("without a listener").isEmpty();
        events.addListener(new Recorder());
        for (int i = 0; i < 10_000; i++) events.dispatch(event);
        assertThat(events.describeFailures()).singleElement().asString().startsWith("connection events dropped");
    }

    @Test
    void ofManySessionsTheOneThatWorriesMostIsTheState() {
        ClientStateAggregator all = new ClientStateAggregator();
        assertThat(all.state()).isEqualTo(ConnectionState.IDLE);
        all.sessionAdded();
        all.sessionAdded();
        assertThat(all.state()).isEqualTo(ConnectionState.IDLE);
        all.stateChanged(ConnectionState.IDLE, ConnectionState.CLOSED);
        assertThat(all.state()).as("the other one is well").isEqualTo(ConnectionState.IDLE);
        all.stateChanged(ConnectionState.CLOSED, ConnectionState.CONNECTING);
        assertThat(all.state()).isEqualTo(ConnectionState.CONNECTING);
        all.stateChanged(ConnectionState.CONNECTING, ConnectionState.CONNECTED);
        assertThat(all.state()).isEqualTo(ConnectionState.CONNECTED);
        all.stateChanged(ConnectionState.IDLE, ConnectionState.CONNECTING);
        assertThat(all.state()).isEqualTo(ConnectionState.CONNECTING);
        all.stateChanged(ConnectionState.CONNECTING, ConnectionState.RECONNECTING);
        assertThat(all.state()).isEqualTo(ConnectionState.RECONNECTING);
        all.stateChanged(ConnectionState.RECONNECTING, ConnectionState.CLOSED);
        assertThat(all.state()).isEqualTo(ConnectionState.CONNECTED);
        all.sessionRemoved(ConnectionState.CONNECTED);
        assertThat(all.state()).isEqualTo(ConnectionState.CLOSED);
        all.sessionRemoved(ConnectionState.CLOSED);
        assertThat(all.state()).as("until there is another").isEqualTo(ConnectionState.CLOSED);
        all.sessionAdded();
        assertThat(all.state()).isEqualTo(ConnectionState.IDLE);
        all.sessionRemoved(ConnectionState.IDLE);
        assertThat(all.state()).isEqualTo(ConnectionState.IDLE);
    }
}
