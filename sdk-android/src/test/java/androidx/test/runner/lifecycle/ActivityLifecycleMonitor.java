package androidx.test.runner.lifecycle;

/** A stand-in: nobody listens. */
public interface ActivityLifecycleMonitor {}
