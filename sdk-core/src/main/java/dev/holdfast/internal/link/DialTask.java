package dev.holdfast.internal.link;

import dev.holdfast.Authorization;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Credentials;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.GuardedBy;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.WireSubscription;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The dialling of one link: its thread, for as long as it dials, and what that thread waits for. The thread is pooled.
 * It is interrupted only while it dials, never in its next task.
 */
public final class DialTask {
    private final ReentrantLock lock = new ReentrantLock();
    private final ClientConfig config;
    private final boolean unauthorized;
    /** The name of the attempt. */
    public final String attemptName;

    @GuardedBy("lock")
    private @Nullable Thread thread;

    private volatile boolean awaitingCredentials;
    private volatile boolean cancelled;

    /**
     * {@code refused} is true if the server rejected the previous credentials. {@code name} is the name of the attempt.
     */
    DialTask(ClientConfig config, boolean refused, String name) {
        this.config = config;
        this.unauthorized = refused;
        this.attemptName = name;
    }

    /** Returns the name of the connection that this is an attempt of. */
    String connectionName() {
        return attemptName.substring(0, attemptName.lastIndexOf('.'));
    }

    /** Records that the current thread dials from here on. */
    void dialStarted() {
        setThread(Thread.currentThread());
    }

    /** Records that the current thread has finished dialling, successfully or not. Clears its interrupt flag. */
    void dialFinished() {
        setThread(null);
        Thread.interrupted(); // it was meant for the dial
    }

    private void setThread(@Nullable Thread dialling) {
        lock.lock();
        try {
            thread = dialling;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the dialling thread, if any. A dial that has not started yet will not request credentials. */
    void interruptDial() {
        lock.lock();
        try {
            cancelled = true;
            if (thread != null) thread.interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the target to dial, with newly requested credentials. Blocks until they are available.
     *
     * @throws CloseException if the credentials of the app fail; its text never repeats their message
     */
    Target resolveTarget(@Nullable WireSubscription wire) throws CloseException {
        if (wire instanceof RealWireSubscription)
            ((RealWireSubscription) wire).subscription.setAttemptName(attemptName);
        Target target = config.protocol.target(config.base, wire);
        if (config.attemptHeader != null) target = target.withHeader(config.attemptHeader, attemptName);
        Credentials credentials = config.credentials;
        if (credentials == null) return target;
        awaitingCredentials = true;
        try {
            if (cancelled) throw new InterruptedException();
            Authorization answer =
                    credentials.authorize(unauthorized).toCompletableFuture().get();
            if (answer == null) throw new NullPointerException("Credentials.authorize completed with null");
            return target.withCredentials(answer);
        } catch (Throwable t) { // the app's code
            Throwable cause = t instanceof ExecutionException && t.getCause() != null ? t.getCause() : t;
            String text = "Credentials.authorize failed: " + cause.getClass().getName();
            throw new CloseException(
                    CloseReason.retryable(CloseReason.Kind.CREDENTIALS, text).withCause(cause));
        } finally {
            awaitingCredentials = false;
        }
    }

    /**
     * Returns the reason to end an attempt after a timeout: the credentials if they are awaited, otherwise {@code
     * what}.
     */
    public CloseReason timeoutReason(String what, Duration most) {
        boolean credentials = awaitingCredentials;
        return CloseReason.retryable(
                credentials ? CloseReason.Kind.CREDENTIALS : CloseReason.Kind.TIMEOUT,
                (credentials ? "Credentials.authorize" : what) + " timed out after " + most.toMillis() + " ms");
    }
}
