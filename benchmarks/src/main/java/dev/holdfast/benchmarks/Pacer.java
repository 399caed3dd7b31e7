package dev.holdfast.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A sender that sends one message each millisecond to each client of a group. The clients are served in turn, evenly
 * spread over the millisecond, so that they do not compete for the CPU. The number of a message is the {@link
 * System#nanoTime} just before it is written.
 */
final class Pacer {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The approximate delay of a sleep. The remaining time is spent in a busy wait. */
    private static final long EARLY_NANOS = TimeUnit.MICROSECONDS.toNanos(80);

    private record Member(Feed message, OutputStream out) {}

    private final List<Member> members = new ArrayList<>();

    /** Adds a client. The client that completes the group lends its thread to send to all of them. */
    void join(FeedKind kind, OutputStream out, int group, int messages) throws IOException {
        List<Member> complete;
        synchronized (members) {
            members.add(new Member(Feed.of(kind, 1), out));
            if (members.size() < group) return;
            complete = List.copyOf(members);
            members.clear();
        }
        send(complete, messages);
    }

    private static void send(List<Member> group, int messages) throws IOException {
        long begin = System.nanoTime();
        long step = PERIOD_NANOS / group.size();
        for (int i = 0; i < messages; i++) {
            for (int j = 0; j < group.size(); j++) {
                Member member = group.get(j);
                awaitTime(begin + i * PERIOD_NANOS + j * step);
                member.message.stamp(0, System.nanoTime(), i);
                member.out.write(member.message.bytes());
            }
        }
    }

    private static void awaitTime(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            if (left > EARLY_NANOS) LockSupport.parkNanos(left - EARLY_NANOS);
            else Thread.onSpinWait();
        }
    }
}
