package dev.holdfast.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a test suite inside a test and reports which of its tests fail. */
final class Suite {
    private Suite() {}

    /** Returns the names of the failed methods. Throws if no test ran. */
    static Set<String> failures(Class<?> suite) {
        Set<String> failed = new TreeSet<>();
        Set<String> ran = new TreeSet<>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(suite))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                String name = test.getSource()
                                        .filter(MethodSource.class::isInstance)
                                        .map(s -> ((MethodSource) s).getMethodName())
                                        .orElse(test.getDisplayName());
                                if (test.isTest()) ran.add(name);
                                if (result.getStatus() == TestExecutionResult.Status.FAILED) failed.add(name);
                            }
                        });
        assertThat(ran).as("tests of %s that ran", suite.getSimpleName()).hasSizeGreaterThan(5);
        return failed;
    }
}
