package dev.holdfast.transport;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The largest heap size in bytes after any garbage collection. */
final class HeapPeak {
    private final Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    private final BlockingQueue<Long> asked = new LinkedBlockingQueue<>();
    private long most;

    HeapPeak() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((notification, handback) -> collected(notification), null, null);
        }
    }

    /** Runs a collection, resets the peak, and returns the current heap size. */
    long begin() throws InterruptedException {
        collect();
        long left = collect();
        synchronized (this) {
            most = left;
        }
        return left;
    }

    long end() throws InterruptedException {
        collect();
        synchronized (this) {
            return most;
        }
    }

    /** Notifications arrive in order, so this one proves that those of earlier collections have arrived. */
    private long collect() throws InterruptedException {
        System.gc();
        Long left = asked.poll(10, TimeUnit.SECONDS);
        if (left == null) throw new IllegalStateException("no word of the collection asked for");
        return left;
    }

    private void collected(Notification notification) {
        GarbageCollectionNotificationInfo info =
                GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
        long left = info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> heap.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
        synchronized (this) {
            most = Math.max(most, left);
        }
        if (info.getGcCause().equals("System.gc()")) asked.add(left);
    }
}
