package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.Authorization;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The thread that dials, and what it waits for. */
class DiallingTest {
    private static final Duration MOST = Duration.ofMillis(10);

    private final Settings settings = new Rig().settings;

    @Test
    void onlyTheThreadThatDialsIsInterruptedAndItsNextTaskIsNot() {
        Dialling dialling = new Dialling(settings, false, "c-1.1");
        dialling.interrupt();
        assertThat(Thread.interrupted()).as("before it dials").isFalse();
        dialling.begin();
        dialling.interrupt();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        dialling.end();
        assertThat(Thread.interrupted()).isFalse();
        dialling.interrupt();
        assertThat(Thread.interrupted()).as("after it has dialled").isFalse();
    }

    @Test
    void noCallKeepsTheLock() throws InterruptedException {
        Dialling dialling = new Dialling(settings, false, "c-1.1");
        Runnable[] calls = {dialling::begin, dialling::interrupt, dialling::end};
        for (Runnable call : calls) {
            call.run();
            Thread other = new Thread(dialling::interrupt);
            other.start();
            // Not join: where the lock is free the other thread interrupts this one.
            while (other.isAlive()) Thread.onSpinWait();
        }
        assertThat(Thread.interrupted())
                .as("the end came last, and its interrupt found no thread")
                .isFalse();
    }

    @Test
    void whoIsWaitedForIsToldWhenItTakesTooLong() throws CloseException {
        Dialling dialling = new Dialling(settings, true, "c-1.1");
        assertThat(dialling.overdue("The attempt", MOST).kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(dialling.overdue("The attempt", MOST).text()).isEqualTo("The attempt took longer than 10 ms");
        boolean[] saidRefused = new boolean[1];
        settings.credentials = refused -> {
            saidRefused[0] = refused;
            assertThat(dialling.overdue("The attempt", MOST).kind()).isEqualTo(Kind.CREDENTIALS);
            assertThat(dialling.overdue("The attempt", MOST).text())
                    .isEqualTo("The credentials took longer than 10 ms");
            return CompletableFuture.completedFuture(Authorization.bearer("token"));
        };
        assertThat(dialling.target(null)).isNotSameAs(settings.base);
        assertThat(saidRefused[0]).isTrue();
        assertThat(dialling.overdue("The attempt", MOST).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void whatTheCredentialsThrowIsTheCauseUnwrapped() {
        RuntimeException fault = new IllegalStateException("secret in here");
        Dialling dialling = new Dialling(settings, false, "c-1.1");
        settings.credentials = refused -> {
            throw fault;
        };
        assertCause(dialling, fault);
        settings.credentials = refused -> CompletableFuture.failedFuture(fault);
        assertCause(dialling, fault);
    }

    private static void assertCause(Dialling dialling, Throwable fault) {
        assertThatExceptionOfType(CloseException.class)
                .isThrownBy(() -> dialling.target(null))
                .satisfies(e -> {
                    assertThat(e.reason().kind()).isEqualTo(Kind.CREDENTIALS);
                    assertThat(e.reason().retryable()).isTrue();
                    assertThat(e.reason().cause()).isSameAs(fault);
                    assertThat(e.reason().text()).doesNotContain("secret");
                });
        assertThat(dialling.overdue("The attempt", MOST).kind()).isEqualTo(Kind.TIMEOUT);
    }
}
