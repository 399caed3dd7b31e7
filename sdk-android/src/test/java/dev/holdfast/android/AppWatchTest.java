package dev.holdfast.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.robolectric.Shadows.shadowOf;

import android.app.Activity;
import android.app.ActivityManager;
import android.app.ActivityManager.RunningAppProcessInfo;
import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.Heartbeat;
import dev.holdfast.RealtimeClient;
import java.time.Duration;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(
        sdk = {26, 30, 34},
        manifest = Config.NONE)
public class AppWatchTest extends PhoneTest {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final long TURN = 700;

    private RealtimeClient client(BackgroundPolicy background) {
        RealtimeClient client = phone.client(RealtimeClient.builder(phone.url())
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(1)))
                .heartbeat(Heartbeat.off())
                .platformWatcher(AppWatch.of(phone.app, background)));
        client.subscribe(message -> heard.add(message.data()));
        phone.idle(); // it is known by now what is shown
        return client;
    }

    /** One that has heard its first message. */
    private RealtimeClient connected(BackgroundPolicy background) {
        RealtimeClient client = client(background);
        phone.silence("data: a\n\n");
        phone.until(() -> heard.contains("a"));
        return client;
    }

    private static ActivityController<Activity> shown() {
        return Robolectric.buildActivity(Activity.class).create().start().resume();
    }

    private static void hide(ActivityController<Activity> activity) {
        activity.pause().stop();
    }

    @Test
    public void pausedAfterTheGraceAndBackWithItsPosition() throws Exception {
        ActivityController<Activity> activity = shown();
        RealtimeClient client = client(BackgroundPolicy.pauseAfter(GRACE));
        phone.silence("id: 1\ndata: a\n\n");
        phone.request();
        phone.until(() -> heard.contains("a"));
        importance(RunningAppProcessInfo.IMPORTANCE_CACHED);
        hide(activity);
        phone.idleFor(TURN + GRACE.toMillis() - 1);
        phone.settle(client);
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        phone.idleFor(1);
        phone.until(() -> client.state() == ConnectionState.IDLE);
        phone.idleFor(3_600_000);
        phone.settle(client);
        assertThat(client.stats().attempts()).isEqualTo(1);
        phone.silence("id: 2\ndata: b\n\n");
        activity.start().resume();
        phone.idle();
        assertThat(phone.request().getHeaders().get("Last-Event-ID")).isEqualTo("1");
        phone.until(() -> heard.contains("b"));
    }

    @Test
    public void backWithinTheGraceNothingHappens() throws Exception {
        ActivityController<Activity> activity = shown();
        RealtimeClient client = connected(BackgroundPolicy.pauseAfter(GRACE));
        hide(activity);
        phone.idleFor(GRACE.toMillis());
        activity.start().resume();
        phone.idleFor(3_600_000);
        phone.settle(client);
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(client.stats().attempts()).isEqualTo(1);
    }

    @Test
    public void turningTheDeviceIsNotTheBackground() throws Exception {
        ActivityController<Activity> activity = shown();
        RealtimeClient client = connected(BackgroundPolicy.pauseAfter(Duration.ZERO));
        activity.recreate();
        phone.idleFor(3_600_000);
        phone.settle(client);
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(client.stats().attempts()).isEqualTo(1);
    }

    @Test
    public void aSecondActivityKeepsItUp() throws Exception {
        ActivityController<Activity> first = shown();
        RealtimeClient client = connected(BackgroundPolicy.pauseAfter(Duration.ZERO));
        ActivityController<Activity> second = shown();
        hide(first);
        phone.idleFor(3_600_000);
        phone.settle(client);
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        hide(second);
        phone.idleFor(TURN);
        phone.until(() -> client.state() == ConnectionState.IDLE);
    }

    @Test
    public void whoStaysStays() throws Exception {
        ActivityController<Activity> activity = shown();
        RealtimeClient client = connected(BackgroundPolicy.stay());
        hide(activity);
        phone.idleFor(24 * 3_600_000);
        phone.settle(client);
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
    }

    @Test
    public void whoStopsIsClosed() throws Exception {
        ActivityController<Activity> activity = shown();
        RealtimeClient client = connected(BackgroundPolicy.stop());
        importance(RunningAppProcessInfo.IMPORTANCE_CACHED);
        hide(activity);
        phone.idleFor(TURN);
        phone.until(() -> client.state() == ConnectionState.CLOSED);
    }

    @Test
    public void whoStopsIsNotClosedBeforeTheFirstActivity() throws Exception {
        importance(RunningAppProcessInfo.IMPORTANCE_SERVICE);
        RealtimeClient client = client(BackgroundPolicy.stop());
        phone.silence("data: a\n\n");
        phone.idleFor(3_600_000);
        phone.settle(client);
        assertThat(client.state()).isNotEqualTo(ConnectionState.CLOSED);
        ActivityController<Activity> activity = shown();
        phone.until(() -> heard.contains("a"));
        hide(activity);
        phone.idleFor(TURN);
        phone.until(() -> client.state() == ConnectionState.CLOSED);
    }

    /** What the system says of the process before it has an activity. */
    private void importance(int importance) {
        RunningAppProcessInfo self = new RunningAppProcessInfo();
        self.importance = importance;
        self.pid = android.os.Process.myPid();
        shadowOf(phone.app.getSystemService(ActivityManager.class)).setProcesses(java.util.List.of(self));
    }

    @Test
    public void whatIsImportantForAWhileIsPausedAfterIt() throws Exception {
        importance(RunningAppProcessInfo.IMPORTANCE_FOREGROUND);
        RealtimeClient client = connected(BackgroundPolicy.pauseAfter(GRACE));
        phone.idleFor(3_600_000);
        phone.settle(client);
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        importance(RunningAppProcessInfo.IMPORTANCE_CACHED);
        phone.idleFor(2 * GRACE.toMillis());
        phone.until(() -> client.state() == ConnectionState.IDLE);
    }

    @Test
    public void aServiceAndAScreenThatIsOffShowNothing() throws Exception {
        for (int importance : new int[] {
            RunningAppProcessInfo.IMPORTANCE_SERVICE,
            RunningAppProcessInfo.IMPORTANCE_FOREGROUND_SERVICE,
            150 // up to API 27, where the screen is off
        }) {
            importance(importance);
            RealtimeClient client = client(BackgroundPolicy.pauseAfter(GRACE));
            phone.silence("data: a\n\n");
            phone.until(() -> client.state() == ConnectionState.CONNECTED);
            phone.idleFor(GRACE.toMillis());
            phone.until(() -> client.state() == ConnectionState.IDLE);
        }
    }

    @Test
    public void anActivityThatWasOpenedByOneFromBeforeAndWasThereBeforeItselfStaysShown() throws Exception {
        ActivityController<Activity> opener = shown();
        ActivityController<Activity> opened = shown();
        RealtimeClient client = connected(BackgroundPolicy.pauseAfter(Duration.ZERO));
        hide(opener);
        phone.idleFor(3_600_000);
        phone.settle(client);
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        importance(RunningAppProcessInfo.IMPORTANCE_CACHED);
        hide(opened);
        phone.idleFor(TURN);
        phone.until(() -> client.state() == ConnectionState.IDLE);
    }

    @Test
    public void aWatchThatNobodyNeededMeanwhileKnowsNothingOfBefore() throws Exception {
        ActivityController<Activity> activity = shown();
        RealtimeClient.Builder builder = RealtimeClient.builder(phone.url())
                .heartbeat(Heartbeat.off())
                .platformWatcher(AppWatch.of(phone.app, BackgroundPolicy.pauseAfter(Duration.ZERO)));
        RealtimeClient first = phone.client(builder);
        importance(RunningAppProcessInfo.IMPORTANCE_CACHED);
        hide(activity);
        phone.idleFor(TURN);
        first.close();
        phone.until(() -> first.state() == ConnectionState.CLOSED);
        phone.settle(first);
        importance(RunningAppProcessInfo.IMPORTANCE_FOREGROUND);
        activity.start().resume();
        RealtimeClient second = phone.client(builder);
        second.addConnectionListener(event -> heard.add(event.current().toString()));
        phone.silence("data: a\n\n");
        second.subscribe(message -> heard.add(message.data()));
        phone.until(() -> heard.contains("a"));
        assertThat(heard).doesNotContain("IDLE");
    }

    @Test
    public void anActivityThatWasThereBeforeAnybodyAskedKeepsItUpUntilItIsHidden() throws Exception {
        ActivityController<Activity> activity = shown();
        RealtimeClient client = connected(BackgroundPolicy.pauseAfter(Duration.ZERO));
        phone.idleFor(3_600_000);
        phone.settle(client);
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        importance(RunningAppProcessInfo.IMPORTANCE_CACHED);
        hide(activity);
        phone.idleFor(TURN);
        phone.until(() -> client.state() == ConnectionState.IDLE);
    }

    @Test
    public void aClientMadeInTheBackgroundHasTheGraceAndIsHeldAfterIt() throws Exception {
        ActivityController<Activity> activity = shown();
        RealtimeClient before = client(BackgroundPolicy.stay());
        importance(RunningAppProcessInfo.IMPORTANCE_CACHED);
        hide(activity);
        phone.idleFor(TURN);
        phone.silence("data: a\n\n");
        phone.silence("data: a\n\n");
        RealtimeClient client = client(BackgroundPolicy.pauseAfter(GRACE));
        phone.until(() -> client.state() == ConnectionState.CONNECTED);
        phone.idleFor(GRACE.toMillis());
        phone.until(() -> client.state() == ConnectionState.IDLE);
        phone.settle(before);
        assertThat(before.state()).isNotEqualTo(ConnectionState.IDLE);
    }

    @Test
    public void gracesThatCannotBeMeantAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackgroundPolicy.pauseAfter(Duration.ofMillis(-1)))
                .withMessageContaining("zero to 1 day");
        assertThatIllegalArgumentException().isThrownBy(() -> BackgroundPolicy.pauseAfter(Duration.ofHours(25)));
    }
}
