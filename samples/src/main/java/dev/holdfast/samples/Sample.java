package dev.holdfast.samples;

import java.util.Locale;

/** A payload of the demo. Each carries its number, so that what is lost or doubled can be told by it. */
public sealed interface Sample {
    /** Counts the messages of a topic from 1. */
    long seq();

    /** The values in a few words. */
    String show();

    /** Shares of all processors' time from 0 to 1, of the machine and of this program. */
    record Cpu(long seq, double machine, double program, double loadAverage, int processors) implements Sample {
        @Override
        public String show() {
            return text(
                    "machine %5.1f %%   program %5.1f %%   load %.2f on %d",
                    machine * 100, program * 100, loadAverage, processors);
        }
    }

    /** Bytes. */
    record Memory(long seq, long heapUsed, long heapCommitted, long free, long total) implements Sample {
        @Override
        public String show() {
            return text(
                    "heap %s of %s   machine free %s of %s",
                    mega(heapUsed), mega(heapCommitted), mega(free), mega(total));
        }
    }

    /** Threads of this program. */
    record Threads(long seq, int live, int daemons, int peak) implements Sample {
        @Override
        public String show() {
            return text("%d live   %d daemons   %d at most", live, daemons, peak);
        }
    }

    /** Garbage collections since the program began, and what they cost. */
    record Gc(long seq, long collections, long millis, long uptimeMillis) implements Sample {
        @Override
        public String show() {
            return text("%d collections   %d ms in %.1f s", collections, millis, uptimeMillis / 1000.0);
        }
    }

    /** Bytes of the disk that holds the current directory. */
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
