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
 * The thread that dials for one link, as long as it does, and what it waits for. It is a pooled one: never interrupted in
 * its next task.
 */
public final class DialTask {
    private final ReentrantLock lock = new ReentrantLock();
    private final ClientConfig config;
    private final boolean unauthorized;
    /** The attempt's. */
    public final String attemptName;

    @GuardedBy("lock")
    private @Nullable Thread thread;

    private volatile boolean awaitingCredentials;
    private volatile boolean cancelled;

    /** {@code refused}: the server answered 401 to the credentials before. {@code name} is the attempt's. */
    DialTask(ClientConfig config, boolean refused, String name) {
        this.config = config;
        this.unauthorized = refused;
        this.attemptName = name;
    }

    /** The name of the connection it is an attempt of. */
    String connectionName() {
        return attemptName.substring(0, attemptName.lastIndexOf('.'));
    }

    /** The current thread dials from here on. */
    void dialStarted() {
        setThread(Thread.currentThread());
    }

    /** The current thread has dialled, whatever came of it. */
    void dialFinished() {
        setThread(null);
        Thread.interrupted(); // meant for the credentials, and they are done
    }

    private void setThread(@Nullable Thread dialling) {
        lock.lock();
        try {
            thread = dialling;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the thread that dials, if one does; one that has not begun asks for no credentials any more. */
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
     * What to dial now, with credentials asked for now.
     *
     * @throws CloseException when the app's credentials fail; the message does not repeat what they said
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
            if (answer == null) throw new NullPointerException("the credentials answered null");
            return target.withCredentials(answer);
        } catch (Throwable t) { // the app's code
            Throwable cause = t instanceof ExecutionException && t.getCause() != null ? t.getCause() : t;
            String text = "The credentials failed: " + cause.getClass().getName();
            throw new CloseException(
                    CloseReason.retryable(CloseReason.Kind.CREDENTIALS, text).withCause(cause));
        } finally {
            awaitingCredentials = false;
        }
    }

    /** Why it is given up after so long. */
    public CloseReason timeoutReason(String what, Duration most) {
        String time = " took longer than " + most.toMillis() + " ms";
        return awaitingCredentials
                ? CloseReason.retryable(CloseReason.Kind.CREDENTIALS, "The credentials" + time)
                : CloseReason.retryable(CloseReason.Kind.TIMEOUT, what + time);
    }
}
