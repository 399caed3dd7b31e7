package androidx.test.runner.intent;

/** A stand-in: nobody listens. */
public interface IntentMonitor {}
