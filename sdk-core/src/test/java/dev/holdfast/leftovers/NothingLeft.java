package dev.holdfast.leftovers;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension for all tests. After each test no thread may work for Holdfast, no timer may be set, and no socket
 * or file may be open.
 */
public final class NothingLeft implements BeforeEachCallback {
    /** The parameter with which its own test shortens the wait. */
    static final String BOUND_MILLIS = "dev.holdfast.leftovers.bound.millis";

    /** The most time to wait. If nothing is left, there is no wait. */
    private static final int MOST_MILLIS = 20_000;

    /** The first value in the store of a test is closed last, after the values of other extensions, such as servers. */
    @Override
    public void beforeEach(ExtensionContext test) {
        Leftovers before = Leftovers.look();
        AutoCloseable check = () -> check(test, before);
        test.getStore(ExtensionContext.Namespace.create(NothingLeft.class)).put(test.getUniqueId(), check);
    }

    private static void check(ExtensionContext test, Leftovers before) {
        boolean failed = test.getExecutionException().isPresent(); // Then that failure is the one to report.
        boolean allowed = test.getRequiredTestMethod().isAnnotationPresent(LeavesBehind.class)
                || test.getRequiredTestClass().isAnnotationPresent(LeavesBehind.class);
        if (failed || allowed) return;
        int millis =
                test.getConfigurationParameter(BOUND_MILLIS, Integer::valueOf).orElse(MOST_MILLIS);
        before.assertNothingSince(Duration.ofMillis(millis));
    }
}
