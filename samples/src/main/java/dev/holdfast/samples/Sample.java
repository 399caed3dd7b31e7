package dev.holdfast.samples;

import java.util.Locale;

/** A payload of the demo. Each contains its sequence number, which reveals lost and duplicated messages. */
public sealed interface Sample {
    /** Returns the sequence number within the topic, starting at 1. */
    long seq();

    /** Returns a short text of the values. */
    String show();

    /** The CPU usage of the machine and this program, from 0 to 1 for all processors. */
    record Cpu(long seq, double machine, double program, double loadAverage, int processors) implements Sample {
        @Override
        public String show() {
            return text(
                    "machine %5.1f %%   program %5.1f %%   load %.2f on %d",
                    machine * 100, program * 100, loadAverage, processors);
        }
    }

    /** The memory usage in bytes. */
    record Memory(long seq, long heapUsed, long heapCommitted, long free, long total) implements Sample {
        @Override
        public String show() {
            return text(
                    "heap %s of %s   machine free %s of %s",
                    mega(heapUsed), mega(heapCommitted), mega(free), mega(total));
        }
    }

    /** The threads of this program. */
    record Threads(long seq, int live, int daemons, int peak) implements Sample {
        @Override
        public String show() {
            return text("%d live   %d daemons   peak %d", live, daemons, peak);
        }
    }

    /** The number and duration of garbage collections since the program started. */
    record Gc(long seq, long collections, long millis, long uptimeMillis) implements Sample {
        @Override
        public String show() {
            return text("%d collections   %d ms in %.1f s", collections, millis, uptimeMillis / 1000.0);
        }
    }

    /** The space in bytes on the disk of the current directory. */
    record Disk(long seq, String name, long usable, long total) implements Sample {
        @Override
        public String show() {
            return text("%s   free %s of %s", name, mega(usable), mega(total));
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String mega(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
