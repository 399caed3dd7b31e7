package dev.holdfast.internal;

import dev.holdfast.Authorization;
import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Credentials;
import dev.holdfast.spi.Route;
import dev.holdfast.spi.Target;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that dials for one link, as long as it does, and what it waits for. It is a pooled one: never interrupted in
 * its next task.
 */
final class Dialling {
    private final ReentrantLock lock = new ReentrantLock();
    private final Settings settings;
    private final boolean refused;
    /** The attempt's. */
    final String name;

    private @Nullable Thread thread;
    private volatile boolean asking;
    private volatile boolean givenUp;

    /** {@code refused}: the server answered 401 to the credentials before. {@code name} is the attempt's. */
    Dialling(Settings settings, boolean refused, String name) {
        this.settings = settings;
        this.refused = refused;
        this.name = name;
    }

    /** The name of the connection it is an attempt of. */
    String connection() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The current thread dials from here on. */
    void begin() {
        set(Thread.currentThread());
    }

    /** The current thread has dialled, whatever came of it. */
    void end() {
        set(null);
        Thread.interrupted(); // meant for the credentials, and they are done
    }

    private void set(@Nullable Thread dialling) {
        lock.lock();
        try {
            thread = dialling;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the thread that dials, if one does; one that has not begun asks for no credentials any more. */
    void interrupt() {
        lock.lock();
        try {
            givenUp = true;
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
    Target target(@Nullable Route route) throws CloseException {
        if (route instanceof RealRoute) ((RealRoute) route).subscription.carriedBy(name);
        Target target = settings.protocol.target(settings.base, route);
        if (settings.attemptHeader != null) target = target.withHeader(settings.attemptHeader, name);
        Credentials credentials = settings.credentials;
        if (credentials == null) return target;
        asking = true;
        try {
            if (givenUp) throw new InterruptedException();
            Authorization answer =
                    credentials.authorize(refused).toCompletableFuture().get();
            if (answer == null) throw new NullPointerException("the credentials answered null");
            return target.authorized(answer);
        } catch (Throwable t) { // the app's code
            Throwable cause = t instanceof ExecutionException && t.getCause() != null ? t.getCause() : t;
            String text = "The credentials failed: " + cause.getClass().getName();
            throw new CloseException(
                    CloseReason.retryable(CloseReason.Kind.CREDENTIALS, text).withCause(cause));
        } finally {
            asking = false;
        }
    }

    /** Why it is given up after so long. */
    CloseReason overdue(String what, Duration most) {
        String time = " took longer than " + most.toMillis() + " ms";
        return asking
                ? CloseReason.retryable(CloseReason.Kind.CREDENTIALS, "The credentials" + time)
                : CloseReason.retryable(CloseReason.Kind.TIMEOUT, what + time);
    }
}
