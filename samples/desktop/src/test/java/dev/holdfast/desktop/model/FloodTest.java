package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.EventQueue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.swing.Timer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand messages a second into the model, with the event thread that a window would have, but no window. */
class FloodTest {
    private static final int MESSAGES = 50_000;
    private static final int A_TURN = 100;
    private static final Executor PACE = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);
    /** A bound, not an expectation. */
    private static final int BOUND_SECONDS = 50;

    private final Intake intake = new Intake();
    private final Model model = new Model(intake, new Timeline(0));
    private final Latencies latencies = new Latencies();
    private final AtomicInteger largest = new AtomicInteger();

    @Test
    @Tag("slow")
    void theEventThreadAnswersAllTheTimeAndNoMessageIsUncounted() throws Exception {
        onEventThread(() -> {
            model.add("t");
            model.chart(new Field("t", "x"), true);
        });
        Timer frames = new Timer(50, event -> frame());
        frames.start();
        for (int sent = 0; sent < MESSAGES; ) {
            for (int i = 0; i < A_TURN; i++) {
                intake.message("t", null, null, "{\"x\":" + sent++ + "}", System.nanoTime(), 0);
            }
            // Whoever posts an event gets it done in the midst of it all.
            long asked = System.nanoTime();
            onEventThread(() -> latencies.add(System.nanoTime() - asked));
            CompletableFuture.runAsync(() -> {}, PACE).join();
        }
        frames.stop();
        onEventThread(this::frame);
        System.out.println("event thread under the flood: " + latencies + ", frames=" + model.frames()
                + ", most messages handed over at once=" + largest);
        assertThat(latencies.count()).isEqualTo(MESSAGES / A_TURN);
        assertThat(model.messages()).isEqualTo(MESSAGES);
        assertThat(model.rows().get(0).messages()).isEqualTo(MESSAGES);
        assertThat(model.rows().get(0).newest().text()).isEqualTo("{\"x\":49999}");
        assertThat(model.history().size() + model.history().forgotten()).isEqualTo(MESSAGES);
        assertThat(model.history().size()).isEqualTo(10_000);
        assertThat(model.series().values(new Field("t", "x"), Long.MIN_VALUE / 2))
                .hasSizeLessThanOrEqualTo(1_300);
        assertThat(model.frames())
                .as("updates are by the frame, not by the message")
                .isLessThan(MESSAGES / A_TURN);
        assertThat(largest.get()).isLessThanOrEqualTo(2_000);
    }

    private void frame() {
        int before = model.history().size() + (int) model.history().forgotten();
        long notKept = model.notKept();
        model.frame(System.nanoTime(), List.of());
        int after = model.history().size() + (int) model.history().forgotten();
        largest.accumulateAndGet(after - before - (int) (model.notKept() - notKept), Math::max);
    }

    private static void onEventThread(Runnable task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        EventQueue.invokeLater(() -> {
            task.run();
            done.complete(null);
        });
        done.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
}
