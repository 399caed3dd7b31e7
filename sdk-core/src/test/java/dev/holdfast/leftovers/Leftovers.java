package dev.holdfast.leftovers;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The resources that this process holds. Idle pool threads are not counted, because they end by themselves. Working
 * threads are counted, and so is a loop with a timer, because its thread lives as long as the timer. Sockets and files
 * are visible on Linux only. Servers of a test are counted as well.
 */
final class Leftovers {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Executor PACE = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);

    private final Map<Object, String> held = new HashMap<>();

    private Leftovers() {}

    static Leftovers look() {
        Leftovers now = new Leftovers();
        Thread.getAllStackTraces().forEach(now::add);
        now.addDescriptors();
        return now;
    }

    /** Waits until all resources acquired since then are released. */
    void assertNothingSince(Duration bound) {
        long start = System.nanoTime();
        for (Map<Object, String> left = since(); !left.isEmpty(); left = since()) {
            if (System.nanoTime() - start > bound.toNanos()) {
                throw new AssertionError("left after the test: " + String.join("; ", left.values()));
            }
            CompletableFuture.runAsync(() -> {}, PACE).join();
        }
    }

    private Map<Object, String> since() {
        Map<Object, String> left = look().held;
        left.keySet().removeAll(held.keySet());
        return left;
    }

    // ---- threads and timers

    private void add(Thread thread, StackTraceElement[] stack) {
        if (!thread.getName().startsWith("holdfast")) return;
        ThreadPoolExecutor pool = pool(thread);
        if (pool == null) {
            held.put(thread, "the thread " + thread.getName());
            return;
        }
        int tasks = pool.getQueue().size();
        int active = pool.getActiveCount();
        if (tasks == 0 && active == 0) return;
        String where = stack.length == 0 ? "" : ", one at " + stack[0];
        held.put(
                pool,
                "the pool of " + thread.getName() + " with " + tasks + " timers or tasks, " + active
                        + " threads at work" + where);
    }

    /** Returns the pool whose worker a thread runs, or null if it is not a pool thread. */
    private static ThreadPoolExecutor pool(Thread thread) {
        Object task = task(thread);
        if (task == null || !task.getClass().getName().equals(ThreadPoolExecutor.class.getName() + "$Worker")) {
            return null;
        }
        return (ThreadPoolExecutor) read(task, "this$0");
    }

    private static Object task(Thread thread) {
        try {
            return read(thread, "target"); // up to Java 18
        } catch (IllegalStateException e) {
            return read(read(thread, "holder"), "task");
        }
    }

    private static Object read(Object of, String name) {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(of);
            } catch (NoSuchFieldException e) {
                // The field may be in the superclass.
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        throw new IllegalStateException(of.getClass() + " has no " + name);
    }

    // ---- sockets and files

    private void addDescriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) return;
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Map<String, String> ends = new HashMap<>();
        Set<String> sockets = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (target.startsWith("socket:")) sockets.add(target);
                else if (target.startsWith(temporary + "/") && !target.endsWith(".jar")) {
                    held.put(target, "the file " + target);
                }
            }
            if (sockets.isEmpty()) return;
            // These belong to the JVM: one for closing others, and one for agents.
            sockets.removeAll(inodes("unix", 6, new HashMap<>()));
            for (String table : new String[] {"tcp", "tcp6"}) inodes(table, 9, ends);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        for (String socket : sockets) held.put(socket, socket + " " + ends.getOrDefault(socket, "(reset)"));
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed in the meantime
        }
    }

    /**
     * Returns the sockets of a kernel table by inode, each with its first columns. For TCP these are both addresses and
     * the state, in hexadecimal.
     */
    private static Set<String> inodes(String table, int column, Map<String, String> into) throws IOException {
        Path path = Path.of("/proc/self/net", table);
        if (!Files.exists(path)) return into.keySet();
        for (String line : Files.readAllLines(path)) {
            String[] columns = line.trim().split("\\s+", -1);
            if (columns.length <= column) continue;
            into.put("socket:[" + columns[column] + "]", columns[1] + "-" + columns[2] + " " + columns[3]);
        }
        return into.keySet();
    }
}
