package dev.holdfast.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.robolectric.Shadows.shadowOf;

import android.app.ActivityManager;
import android.app.ActivityManager.RunningAppProcessInfo;
import android.content.Intent;
import android.os.PowerManager;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.RealtimeClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowSystemClock;

/** Over a WebSocket, whose probe is a ping: the server says how often it was asked by the answers that the client counts. */
@RunWith(RobolectricTestRunner.class)
@Config(
        sdk = {26, 30, 34},
        manifest = Config.NONE)
public class SleepWatchTest extends PhoneTest {
    private final AtomicInteger answered = new AtomicInteger();
    private RealtimeClient client;

    @Before
    public void setUp() {
        // No activity is shown yet: one that is shown later is news.
        RunningAppProcessInfo self = new RunningAppProcessInfo();
        self.importance = RunningAppProcessInfo.IMPORTANCE_SERVICE;
        self.pid = android.os.Process.myPid();
        shadowOf(phone.app.getSystemService(ActivityManager.class)).setProcesses(List.of(self));
        client = phone.client(RealtimeClient.builder(phone.url().replace("http:", "ws:"))
                .platformWatcher(SleepWatch.of(phone.app))
                // Its pings would be counted as well.
                .heartbeat(Heartbeat.every(Duration.ofHours(1)))
                .monitor(new dev.holdfast.Monitor() {
                    @Override
                    public void onRoundTrip(String connection, long nanos) {
                        answered.incrementAndGet();
                    }
                }));
        phone.webSocket();
        client.subscribe(message -> {});
        phone.until(() -> client.state() == ConnectionState.CONNECTED);
    }

    private void broadcast(String action) {
        phone.app.sendBroadcast(new Intent(action));
        phone.idle();
    }

    @Test
    public void afterASleepTheLinkIsAskedAtOnceAndOnce() {
        broadcast(Intent.ACTION_SCREEN_ON);
        ShadowSystemClock.simulateDeepSleep(Duration.ofHours(8));
        broadcast(Intent.ACTION_SCREEN_ON);
        phone.until(() -> answered.get() == 1);
        broadcast(Intent.ACTION_SCREEN_ON);
        ShadowSystemClock.simulateDeepSleep(Duration.ofSeconds(5));
        broadcast(Intent.ACTION_SCREEN_ON);
        ShadowSystemClock.simulateDeepSleep(Duration.ofMinutes(1));
        broadcast(PowerManager.ACTION_DEVICE_IDLE_MODE_CHANGED);
        phone.until(() -> answered.get() == 2);
        phone.settle(client);
        assertThat(answered.get()).isEqualTo(2);
        assertThat(client.stats().attempts()).isEqualTo(1);
    }

    @Test
    public void anActivityThatIsShownTellsOfASleepAsWell() {
        ShadowSystemClock.simulateDeepSleep(Duration.ofHours(8));
        Robolectric.buildActivity(android.app.Activity.class).create().start().resume();
        phone.until(() -> answered.get() == 1);
    }
}
