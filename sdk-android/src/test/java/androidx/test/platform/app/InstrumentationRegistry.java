package androidx.test.platform.app;

import android.app.Instrumentation;
import android.os.Bundle;

/** Stands in for a class that Robolectric calls and that Maven Central does not have. */
public final class InstrumentationRegistry {
    private static Instrumentation instrumentation;

    private InstrumentationRegistry() {}

    public static void registerInstance(Instrumentation made, Bundle arguments) {
        instrumentation = made;
    }

    public static Instrumentation getInstrumentation() {
        return instrumentation;
    }
}
