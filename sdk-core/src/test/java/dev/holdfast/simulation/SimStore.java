package dev.holdfast.simulation;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CursorStore;
import dev.holdfast.internal.delivery.CursorSaver;
import java.util.HashMap;
import java.util.Map;

/** The cursor store of the application, which is slow or fails at times. */
final class SimStore {
    /** An exception of the store. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** The saves of one cursor. */
    private static final class Line {
        final String key;
        String kept;
        SimTopic.Post post;
        boolean failed;
        boolean busy;
        long lastSave;
        SimSub lastSub;

        Line(String key) {
            this.key = key;
        }
    }

    private final SimWorld world;
    private final Map<Integer, Line> lines = new HashMap<>();
    /** The subscription whose cursor each key keeps. An earlier one of the same topic loses it when the next loads. */
    private final Map<Integer, SimSub> owners = new HashMap<>();

    SimStore(SimWorld world) {
        this.world = world;
    }

    /** Returns the store as one life of the application sees it. */
    CursorStore forLife() {
        int life = world.lives.number();
        return new CursorStore() {
            @Override
            public String load(String key) throws Failed {
                return over(life) ? null : SimStore.this.load(line(key), sub(key));
            }

            @Override
            public void save(String key, String cursor) throws Failed {
                if (!over(life)) SimStore.this.save(line(key), owners.get(number(key)), cursor);
            }
        };
    }

    /** Called when the application subscribes. */
    void begins(SimSub sub) {
        SimSub before = owners.get(sub.number);
        if (before == null || before.isDead()) owners.put(sub.number, sub);
    }

    private boolean over(int life) {
        return life != world.lives.number() || world.lives.dying();
    }

    private Line line(String key) {
        Line line = lines.computeIfAbsent(number(key), n -> new Line(key));
        if (!line.key.equals(key)) world.fail("one topic has two keys: " + key + " and " + line.key);
        return line;
    }

    private SimSub sub(String key) {
        return world.app.sub(number(key));
    }

    private static int number(String key) {
        return Integer.parseInt(key.substring(key.lastIndexOf('.') + 1));
    }

    private String load(Line line, SimSub sub) throws Failed {
        if (sub.from != null) world.fail(sub + " asked the store though it was told where to begin");
        if (sub.loaded) world.fail(sub + " asked the store twice");
        boolean fails = trouble(line, sub);
        if (over(sub.life)) return null;
        boolean again = sub.loadFailed;
        sub.loadFailed = fails;
        if (fails) throw fault(sub, again); // The client asks again.
        sub.loaded = true;
        owners.put(sub.number, sub);
        if (line.post == null) sub.chain.restart(null);
        else {
            boolean owed = !world.plan.sheds() && world.plan.acknowledgement != Acknowledgement.ON_RECEIPT;
            int lost = owed ? sub.chain.lostBefore(line.post.number()) : 0;
            if (lost > 0) world.fail(sub + " goes on from " + line.kept + " and nobody ever handled message " + lost);
            sub.begin(line.post);
        }
        if (world.trace.on) world.trace.add("store: " + sub + " has " + line.kept);
        return line.kept;
    }

    private void save(Line line, SimSub sub, String cursor) throws Failed {
        long now = world.clock.nanoTime();
        boolean finished = sub.over() || world.closing;
        if (line.lastSub == sub && !finished && now - line.lastSave < CursorSaver.SAVE_INTERVAL_NANOS) {
            world.fail(sub + " saves its position twice within " + (now - line.lastSave) / 1_000_000 + " ms");
        }
        SimTopic.Post post = cursor == null ? null : sub.progress.seen(cursor);
        if (post == null && cursor != null) world.fail(sub + " saves " + cursor + ", where it is not");
        boolean back = line.post != null && (post == null || post.number() < line.post.number());
        if (line.lastSub == sub && back) world.fail(sub + " saves " + cursor + " after " + line.kept);
        boolean failing = failed(sub);
        line.lastSub = sub;
        line.lastSave = now;
        line.failed = trouble(line, sub);
        if (over(sub.life)) return;
        if (line.failed) throw fault(sub, failing);
        if (world.trace.on) world.trace.add("store: " + sub + " saved " + cursor);
        line.kept = cursor;
        line.post = post;
    }

    /** Returns a failure. The first of several in a row must be reported. */
    private Failed fault(SimSub sub, boolean again) {
        if (world.trace.on) world.trace.add("store: fails for " + sub);
        sub.storeFailures++;
        // A failure that is not reported yet hides the next one. An exception of a key function counts as well.
        sub.faultWaits |= !again && !world.plan.throwsKeys();
        return new Failed();
    }

    /** Takes some time, and returns whether it fails. */
    private boolean trouble(Line line, SimSub sub) {
        if (world.clock.onLoop()) world.fail("the store was called on the loop");
        if (line.busy) world.fail("the store was called twice at once for " + sub);
        line.busy = true;
        if (!world.healing() && world.random.nextInt(4) == 0) {
            world.await(() -> false, SimClock.millis(world.random.nextInt(400)));
        }
        line.busy = false;
        return !world.healing() && world.random.nextInt(100) < world.plan.storeTrouble;
    }

    /** Checks at the end that the saved cursor is that of the application, unless the last save failed. */
    void atRest(SimSub sub) {
        String cursor = sub.handle.cursor();
        Line line = lines.get(sub.number);
        if (sub.faultWaits && !sub.over()) {
            world.fail(sub + " was not told that its store failed");
        }
        if (cursor == null || sub.progress.unmoved() || failed(sub) || !isOwner(sub)) return;
        if (line == null || !cursor.equals(line.kept)) {
            world.fail(sub + " is at " + cursor + ", and the store was left with " + (line == null ? null : line.kept));
        }
    }

    /** Returns whether the key of its topic is that of this subscription, and not of a later one. */
    boolean isOwner(SimSub sub) {
        return owners.get(sub.number) == sub;
    }

    /** Returns whether the last save failed. */
    boolean failed(SimSub sub) {
        Line line = lines.get(sub.number);
        return line != null && line.lastSub == sub && line.failed;
    }
}
