package dev.holdfast.leftovers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.holdfast.RealtimeClient;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.SingleThreadEventLoop;
import dev.holdfast.internal.runtime.Threads;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests that the check after every test detects leftovers. */
class LeftoversTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final boolean LINUX = Files.isDirectory(Path.of("/proc/self/fd"));

    private final Leftovers before = Leftovers.look();

    private void assertFinds(String what) {
        assertThatThrownBy(() -> before.assertNothingSince(Duration.ZERO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("left after the test: ")
                .hasMessageContaining(what);
    }

    @Test
    void aClientThatIsNotClosedIsFound() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Content-Type", "text/event-stream")
                    .body("data: 1\n\n")
                    .build());
            server.start();
            try (RealtimeClient client =
                    RealtimeClient.builder(server.url("/").toString()).build()) {
                client.subscribe(message -> heard.countDown());
                assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
                assertFinds("the pool of holdfast-loop-1 with ");
                if (LINUX) assertFinds("socket:[");
            }
        }
        before.assertNothingSince(BOUND);
    }

    @Test
    void aTimerIsFoundThoughItsThreadIsIdle() throws Exception {
        SingleThreadEventLoop loop = new SingleThreadEventLoop(Threads.daemonFactory("holdfast-test"));
        CountDownLatch set = new CountDownLatch(1);
        loop.execute(() -> {});
        EventLoop.Timer timer = loop.schedule(TimeUnit.HOURS.toNanos(1), () -> {});
        loop.execute(set::countDown);
        assertThat(set.await(30, TimeUnit.SECONDS)).isTrue();
        assertFinds("the pool of holdfast-test-1 with ");
        timer.cancel();
        before.assertNothingSince(BOUND);
    }

    @Test
    void aThreadAtWorkIsFound() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        new Thread(
                        () -> {
                            working.countDown();
                            try {
                                done.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        },
                        "holdfast-of-no-pool")
                .start();
        assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
        assertFinds("the thread holdfast-of-no-pool");
        done.countDown();
        before.assertNothingSince(BOUND);
    }

    @Test
    void anOpenFileIsFound(@TempDir Path folder) throws Exception {
        assumeTrue(LINUX);
        Path file = Files.writeString(folder.resolve("position"), "1");
        try (InputStream open = Files.newInputStream(file)) {
            assertThat(open.read()).isEqualTo('1');
            assertFinds("the file " + file);
        }
        before.assertNothingSince(BOUND);
    }

    /** Run only by a test of this class. */
    static final class Leaking {
        static final List<RealtimeClient> LEFT = new ArrayList<>();

        @Test
        void leavesAClient() {
            leave();
        }

        private static void leave() {
            RealtimeClient client =
                    RealtimeClient.builder("http://127.0.0.1:1/").build();
            LEFT.add(client);
            client.subscribe(message -> {});
        }

        @Test
        @LeavesBehind("to see that it may")
        void mayLeaveAClient() {
            leave();
        }

        @Test
        void leavesNothing() {}
    }

    @Test
    void aTestThatLeaksFails() {
        List<String> results = new ArrayList<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Leaking.class))
                                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                                .configurationParameter(NothingLeft.BOUND_MILLIS, "100")
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest()) results.add(test.getDisplayName() + " " + result.getStatus());
                            }
                        });
        Leaking.LEFT.forEach(RealtimeClient::close);
        assertThat(results)
                .containsExactlyInAnyOrder(
                        "leavesAClient() FAILED", "mayLeaveAClient() SUCCESSFUL", "leavesNothing() SUCCESSFUL");
        before.assertNothingSince(BOUND);
    }
}
