package dev.holdfast.internal.session;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.runtime.CloseReasons;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.OnLoop;

/**
 * The event loop for tasks about one session. A task that throws ends the session's link, and the session makes another
 * attempt. If that throws as well, the session ends. So no exception leaves a transition half done.
 */
public final class SessionLoop implements EventLoop {
    private final EventLoop loop;
    private final Session session;

    SessionLoop(EventLoop loop, Session session) {
        this.loop = loop;
        this.session = session;
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(guarded(task));
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        return loop.schedule(delayNanos, guarded(task));
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable t) {
                taskFailed(t);
            }
        };
    }

    /** Handles an exception of a task. Called by tasks about this session that another party runs. */
    @OnLoop
    public void taskFailed(Throwable thrown) {
        CloseReason reason = CloseReasons.ofExtension(thrown);
        try {
            session.endAttempt(reason);
        } catch (Throwable again) {
            session.endSession(reason.withRetryable(false), false);
        }
    }

    @Override
    public void assertHere() {
        loop.assertHere();
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }
}
