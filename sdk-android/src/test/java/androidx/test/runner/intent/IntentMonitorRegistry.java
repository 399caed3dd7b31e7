package androidx.test.runner.intent;

/** A stand-in: nobody listens. */
public final class IntentMonitorRegistry {
    private IntentMonitorRegistry() {}

    public static void registerInstance(IntentMonitor monitor) {}
}
