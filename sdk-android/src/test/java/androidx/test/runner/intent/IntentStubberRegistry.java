package androidx.test.runner.intent;

/** A stand-in: nothing is stubbed. */
public final class IntentStubberRegistry {
    private IntentStubberRegistry() {}

    public static boolean isLoaded() {
        return false;
    }
}
