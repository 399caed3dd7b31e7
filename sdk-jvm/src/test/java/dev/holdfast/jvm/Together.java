package dev.holdfast.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same on several threads that begin at once. */
final class Together {
    interface Job {
        void run(int number) throws Exception;
    }

    private Together() {}

    /** Waits in code that may throw nothing checked. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns when all have, and fails where one did. */
    static void run(int count, Job job) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                results.add(threads.submit(() -> {
                    barrier.await();
                    job.run(number);
                    return null;
                }));
            }
            for (Future<?> result : results) result.get();
        } finally {
            threads.shutdown();
        }
    }
}
