package dev.holdfast.leftovers;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Registered for all tests: after each of them no thread works for Holdfast, no timer is set, no socket or file is open. */
public final class NothingLeft implements BeforeEachCallback {
    /** The parameter by which its own test waits for less. */
    static final String BOUND_MILLIS = "dev.holdfast.leftovers.bound.millis";

    /** Not an expectation: where nothing is left nothing is waited for. */
    private static final int MOST_MILLIS = 20_000;

    /** The first value of a test's store is closed last: after what other extensions close there, such as servers. */
    @Override
    public void beforeEach(ExtensionContext test) {
        Leftovers before = Leftovers.look();
        AutoCloseable check = () -> check(test, before);
        test.getStore(ExtensionContext.Namespace.create(NothingLeft.class)).put(test.getUniqueId(), check);
    }

    private static void check(ExtensionContext test, Leftovers before) {
        boolean failed = test.getExecutionException().isPresent(); // and that is what is to be read
        boolean allowed = test.getRequiredTestMethod().isAnnotationPresent(LeavesBehind.class)
                || test.getRequiredTestClass().isAnnotationPresent(LeavesBehind.class);
        if (failed || allowed) return;
        int millis =
                test.getConfigurationParameter(BOUND_MILLIS, Integer::valueOf).orElse(MOST_MILLIS);
        before.assertNothingSince(Duration.ofMillis(millis));
    }
}
