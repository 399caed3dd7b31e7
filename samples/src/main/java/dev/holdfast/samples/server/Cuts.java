package dev.holdfast.samples.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The periodic disconnects. The seed determines the order of kinds: each kind once, then each once more in a new order.
 */
final class Cuts implements Runnable {
    private final DemoServer server;
    private final ServerSettings settings;
    private final Random random;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ArrayDeque<Cut> next = new ArrayDeque<>();

    Cuts(DemoServer server, ServerSettings settings) {
        this.server = server;
        this.settings = settings;
        this.random = new Random(settings.seed());
    }

    void stop() {
        stopped.countDown();
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(gapMillis(), TimeUnit.MILLISECONDS)) cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long gapMillis() {
        long from = settings.cutsFrom().toMillis();
        return from + (long) (random.nextDouble() * (settings.cutsTo().toMillis() - from));
    }

    private void cut() {
        List<Peer> victims = victims();
        if (victims.isEmpty()) return;
        if (next.isEmpty()) {
            List<Cut> all = new ArrayList<>(List.of(Cut.values()));
            Collections.shuffle(all, random);
            next.addAll(all);
        }
        Cut kind = next.remove();
        cut(kind, victims, victims.size());
    }

    /** Breaks these connections. With a refusal, the next {@code refusals} attempts receive 503. */
    void cut(Cut kind, List<Peer> victims, int refusals) {
        // Reported, and refusals set up, before the client can notice.
        server.tell("server " + kind.words() + " " + names(victims));
        if (kind == Cut.REFUSAL) server.refuse(refusals);
        for (Peer victim : victims) {
            switch (kind) {
                case RESET, REFUSAL -> victim.reset();
                case SILENCE -> victim.silence();
                case GOODBYE -> victim.end();
                case TEAR -> victim.tear();
            }
        }
    }

    /** Returns one connection, or sometimes all of them, as in a server crash. */
    private List<Peer> victims() {
        List<Peer> live = server.live();
        if (live.size() < 2 || random.nextInt(3) == 0) return live;
        return List.of(live.get(random.nextInt(live.size())));
    }

    private static String names(List<Peer> peers) {
        List<String> names = new ArrayList<>();
        for (Peer peer : peers) names.add(peer.name());
        return String.join(", ", names);
    }
}
