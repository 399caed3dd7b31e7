package dev.holdfast.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.robolectric.Shadows.shadowOf;

import android.os.Looper;
import android.os.SystemClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowLooper;
import org.robolectric.shadows.ShadowPausedLooper;

@RunWith(RobolectricTestRunner.class)
@Config(
        sdk = {26, 30, 34},
        manifest = Config.NONE)
public class MainThreadTest {
    private final Executor main = MainThread.executor();
    private final ShadowPausedLooper looper = (ShadowPausedLooper) shadowOf(Looper.getMainLooper());
    private final List<Integer> ran = new ArrayList<>();

    @Test
    public void aBurstIsOneMessageAndInOrder() {
        looper.pause();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            main.execute(() -> {
                assertThat(Looper.myLooper()).isSameAs(Looper.getMainLooper());
                ran.add(number);
            });
        }
        assertThat(ran).isEmpty();
        looper.runOneTask();
        assertThat(ran).hasSize(1000).isSorted();
        assertThat(looper.isIdle()).isTrue();
    }

    @Test
    public void aLongOneGivesTheThreadBackInBetween() {
        looper.pause();
        for (int i = 0; i < 10; i++) {
            int number = i;
            main.execute(() -> {
                ran.add(number);
                SystemClock.setCurrentTimeMillis(SystemClock.uptimeMillis() + 2);
            });
        }
        looper.runOneTask();
        assertThat(ran).hasSizeBetween(1, 9);
        looper.idle();
        assertThat(ran).hasSize(10).isSorted();
    }

    @Test
    public void whatATaskAddsRunsAfterIt() {
        main.execute(() -> {
            main.execute(() -> ran.add(2));
            ran.add(1);
        });
        ShadowLooper.idleMainLooper();
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    public void oneThatThrowsDoesNotStopTheOthers() {
        main.execute(() -> {
            throw new IllegalStateException("the app's");
        });
        main.execute(() -> ran.add(1));
        assertThatThrownBy(looper::idle).hasMessageContaining("the app's");
        looper.idle();
        assertThat(ran).containsExactly(1);
    }
}
