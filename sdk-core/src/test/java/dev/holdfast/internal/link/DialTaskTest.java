package dev.holdfast.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.Authorization;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.runtime.ClientConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The dialling thread and what it waits for. */
class DialTaskTest {
    private static final Duration MOST = Duration.ofMillis(10);

    private final ClientConfig config = new Rig().config;

    @Test
    void onlyTheThreadThatDialsIsInterruptedAndItsNextTaskIsNot() {
        DialTask dialTask = new DialTask(config, false, "c-1.1");
        dialTask.interruptDial();
        assertThat(Thread.interrupted()).as("before it dials").isFalse();
        dialTask.dialStarted();
        dialTask.interruptDial();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        dialTask.dialFinished();
        assertThat(Thread.interrupted()).isFalse();
        dialTask.interruptDial();
        assertThat(Thread.interrupted()).as("after it has dialled").isFalse();
    }

    @Test
    void noCallKeepsTheLock() throws InterruptedException {
        DialTask dialTask = new DialTask(config, false, "c-1.1");
        Runnable[] calls = {dialTask::dialStarted, dialTask::interruptDial, dialTask::dialFinished};
        for (Runnable call : calls) {
            call.run();
            Thread other = new Thread(dialTask::interruptDial);
            other.start();
            // Not join: if the lock is free, the other thread interrupts this one.
            while (other.isAlive()) Thread.onSpinWait();
        }
        assertThat(Thread.interrupted())
                .as("the end came last, and its interrupt found no thread")
                .isFalse();
    }

    @Test
    void whoIsWaitedForIsToldWhenItTakesTooLong() throws CloseException {
        DialTask dialTask = new DialTask(config, true, "c-1.1");
        assertThat(dialTask.timeoutReason("Connect attempt", MOST).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(dialTask.timeoutReason("Connect attempt", MOST).text())
                .isEqualTo("Connect attempt timed out after 10 ms");
        boolean[] saidRefused = new boolean[1];
        config.credentials = refused -> {
            saidRefused[0] = refused;
            assertThat(dialTask.timeoutReason("Connect attempt", MOST).kind()).isEqualTo(Kind.CREDENTIALS);
            assertThat(dialTask.timeoutReason("Connect attempt", MOST).text())
                    .isEqualTo("Credentials.authorize timed out after 10 ms");
            return CompletableFuture.completedFuture(Authorization.bearer("token"));
        };
        assertThat(dialTask.resolveTarget(null)).isNotSameAs(config.base);
        assertThat(saidRefused[0]).isTrue();
        assertThat(dialTask.timeoutReason("Connect attempt", MOST).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void whatTheCredentialsThrowIsTheCauseUnwrapped() {
        RuntimeException fault = new IllegalStateException("secret in here");
        DialTask dialTask = new DialTask(config, false, "c-1.1");
        config.credentials = refused -> {
            throw fault;
        };
        assertCause(dialTask, fault);
        config.credentials = refused -> CompletableFuture.failedFuture(fault);
        assertCause(dialTask, fault);
    }

    private static void assertCause(DialTask dialTask, Throwable fault) {
        assertThatExceptionOfType(CloseException.class)
                .isThrownBy(() -> dialTask.resolveTarget(null))
                .satisfies(e -> {
                    assertThat(e.reason().kind()).isEqualTo(Kind.CREDENTIALS);
                    assertThat(e.reason().retryable()).isTrue();
                    assertThat(e.reason().cause()).isSameAs(fault);
                    assertThat(e.reason().text()).doesNotContain("secret");
                });
        assertThat(dialTask.timeoutReason("Connect attempt", MOST).kind()).isEqualTo(Kind.TIMEOUT);
    }
}
