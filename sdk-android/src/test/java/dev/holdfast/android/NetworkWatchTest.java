package dev.holdfast.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.content.Context;
import android.content.ContextWrapper;
import android.net.Network;
import android.net.NetworkCapabilities;
import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.Monitor;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import java.time.Duration;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(
        sdk = {26, 30, 34},
        manifest = Config.NONE)
public class NetworkWatchTest extends PhoneTest {
    /** Far beyond any test: what comes earlier was brought about by the network. */
    private static final Backoff NEVER = Backoff.exponential(Duration.ofHours(1), Duration.ofHours(1));

    private final Network wifi = Phone.network(100);
    private final Network mobile = Phone.network(101);

    private RealtimeClient client(NetworkWatch watch) {
        return phone.client(RealtimeClient.builder(phone.url()).backoff(NEVER).platformWatcher(watch));
    }

    /** Its next attempt is an hour away. */
    private RealtimeClient refusedOnWifi() throws Exception {
        RealtimeClient client = client(NetworkWatch.of(phone.app));
        phone.available(wifi);
        phone.answer(new MockResponse.Builder().code(503).build());
        client.subscribe(message -> heard.add(message.data()));
        phone.request();
        phone.until(() -> client.state() == ConnectionState.RECONNECTING);
        return client;
    }

    @Test
    public void fiftyClientsAndOneCallback() {
        for (int i = 0; i < 50; i++) client(NetworkWatch.of(phone.app));
        assertThat(phone.networks.getNetworkCallbacks()).hasSize(1);
        for (RealtimeClient client : phone.clients.subList(0, 49)) client.close();
        phone.until(() -> phone.clients.get(0).state() == ConnectionState.CLOSED);
        assertThat(phone.networks.getNetworkCallbacks()).hasSize(1);
    }

    @Test
    public void withoutANetworkNothingIsTriedAndWithOneAtOnce() throws Exception {
        phone.networks.setActiveNetworkInfo(null);
        RealtimeClient client = client(NetworkWatch.of(phone.app));
        client.addConnectionListener(event -> heard.add(event.toString()));
        client.subscribe(message -> heard.add(message.data()));
        phone.until(() -> !heard.isEmpty());
        phone.settle(client);
        assertThat(client.stats().attempts()).isZero();
        phone.answer(events("id: 1\ndata: a\n\n"));
        phone.available(wifi);
        phone.request();
        phone.until(() -> heard.contains("a"));
        assertThat(client.stats().attempts()).isEqualTo(1);
    }

    @Test
    public void beforeThePlatformSaysWhatThereIsItIsNotCalledNone() {
        RealtimeClient client = client(NetworkWatch.of(phone.app));
        client.addConnectionListener(event -> heard.add(String.valueOf(event.reason())));
        client.subscribe(message -> {});
        phone.until(() -> !heard.isEmpty());
        assertThat(heard.get(0)).contains("not known yet");
        phone.available(wifi);
        phone.lose(wifi);
        phone.until(() -> heard.stream().anyMatch(reason -> reason.contains("No network available")));
    }

    @Test
    public void theNetworkGoesAndComesBackAndNothingIsMissed() throws Exception {
        RealtimeClient client = client(NetworkWatch.of(phone.app));
        phone.available(wifi);
        phone.answer(events("id: 1\ndata: a\n\n")); // ends: the next attempt is an hour away
        client.subscribe(message -> heard.add(message.data()));
        phone.request();
        phone.until(() -> heard.contains("a") && client.state() == ConnectionState.RECONNECTING);
        phone.lose(wifi);
        phone.until(() -> client.state() == ConnectionState.IDLE);
        assertThat(phone.server.getRequestCount()).isEqualTo(1);
        phone.answer(events("id: 2\ndata: b\n\n"));
        phone.available(wifi);
        RecordedRequest again = phone.request();
        assertThat(again.getHeaders().get("Last-Event-ID")).isEqualTo("1");
        phone.until(() -> heard.contains("b"));
    }

    @Test
    public void validatedLaterItIsTriedOnceMore() throws Exception {
        refusedOnWifi();
        phone.can(wifi);
        phone.answer(events("id: 1\ndata: a\n\n"));
        phone.can(wifi, NetworkCapabilities.NET_CAPABILITY_VALIDATED);
        phone.request();
        phone.until(() -> heard.contains("a"));
        assertThat(phone.server.getRequestCount()).isEqualTo(2);
    }

    @Test
    public void aHandOverCutsTheBackOffShort() throws Exception {
        RealtimeClient client = refusedOnWifi();
        phone.answer(events("id: 1\ndata: a\n\n"));
        phone.available(mobile);
        assertThat(phone.request().getConnectionIndex())
                .as("not the idle one of the old network")
                .isEqualTo(1);
        phone.lose(wifi); // of which nothing hangs any more
        phone.until(() -> heard.contains("a"));
        phone.settle(client);
        assertThat(client.state()).isNotEqualTo(ConnectionState.IDLE);
    }

    @Test
    public void aHandOverLeavesAConnectionThatDiedWithTheOldNetwork() throws Exception {
        RealtimeClient client = client(NetworkWatch.of(phone.app, Duration.ofMillis(50)));
        phone.available(wifi);
        phone.silence("id: 1\ndata: a\n\n");
        client.subscribe(message -> heard.add(message.data()));
        phone.request();
        phone.until(() -> heard.contains("a"));
        phone.answer(events("id: 2\ndata: b\n\n"));
        phone.available(mobile);
        RecordedRequest again = phone.request();
        assertThat(again.getHeaders().get("Last-Event-ID")).isEqualTo("1");
        assertThat(again.getConnectionIndex()).isEqualTo(1);
        phone.until(() -> heard.contains("b"));
    }

    @Test
    public void aHandOverLeavesAConnectionThatLivesAlone() {
        RealtimeClient client = phone.client(RealtimeClient.builder(phone.url().replace("http:", "ws:"))
                .backoff(NEVER)
                .platformWatcher(NetworkWatch.of(phone.app, Duration.ofMillis(50)))
                .monitor(new Monitor() {
                    @Override
                    public void onRoundTrip(String connection, long nanos) {
                        heard.add("answered");
                    }
                }));
        phone.available(wifi);
        phone.webSocket();
        client.subscribe(message -> {});
        phone.until(() -> client.state() == ConnectionState.CONNECTED);
        phone.available(mobile);
        phone.until(() -> heard.contains("answered"));
        phone.settle(client);
        assertThat(client.stats().attempts()).isEqualTo(1);
    }

    @Test
    public void beneathAVpnAHandOverIsOneToo() throws Exception {
        RealtimeClient client = client(NetworkWatch.of(phone.app, Duration.ofMillis(50)));
        Network vpn = Phone.network(102);
        phone.callback().onAvailable(vpn);
        phone.over(vpn, NetworkCapabilities.TRANSPORT_WIFI);
        phone.silence("id: 1\ndata: a\n\n");
        client.subscribe(message -> heard.add(message.data()));
        phone.request();
        phone.until(() -> heard.contains("a"));
        phone.over(vpn, NetworkCapabilities.TRANSPORT_WIFI);
        phone.settle(client);
        phone.answer(events("id: 2\ndata: b\n\n"));
        phone.over(vpn, NetworkCapabilities.TRANSPORT_CELLULAR);
        assertThat(phone.request().getHeaders().get("Last-Event-ID")).isEqualTo("1");
        phone.until(() -> heard.contains("b"));
    }

    @Test
    public void whatIsNotTriedSaysWhy() {
        phone.networks.setActiveNetworkInfo(null);
        RealtimeClient client = client(NetworkWatch.of(phone.app));
        client.addConnectionListener(event -> heard.add(
                event.current() + " " + Objects.requireNonNull(event.reason()).text()));
        client.subscribe(message -> {});
        phone.until(() -> !heard.isEmpty());
        assertThat(heard).containsExactly("IDLE No network available");
        phone.available(wifi, NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL);
        phone.until(() -> heard.size() > 1);
        assertThat(heard.get(1)).isEqualTo("IDLE Captive portal: the network requires a sign-in");
    }

    @Test
    public void beforeThereIsAnApplicationItSaysSo() {
        Context early = new ContextWrapper(phone.app) {
            @Override
            public Context getApplicationContext() {
                return null;
            }
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> HoldfastAndroid.builder(early, phone.url()))
                .withMessageContaining("Application.onCreate");
    }

    @Test
    public void withoutThePermissionItSaysSo() {
        shadowOf(phone.app).denyPermissions(Manifest.permission.ACCESS_NETWORK_STATE);
        assertThatIllegalStateException()
                .isThrownBy(() -> HoldfastAndroid.builder(phone.app, phone.url()))
                .withMessageContaining("ACCESS_NETWORK_STATE");
    }

    @Test
    public void aCaptiveNetworkIsNone() {
        RealtimeClient client = client(NetworkWatch.of(phone.app));
        phone.available(wifi);
        phone.can(wifi, NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL);
        Subscription subscription = client.subscribe(message -> heard.add(message.data()));
        phone.answer(events("id: 1\ndata: a\n\n"));
        phone.can(wifi, NetworkCapabilities.NET_CAPABILITY_VALIDATED);
        phone.until(() -> heard.contains("a"));
        assertThat(client.stats().attempts()).isEqualTo(1);
        assertThat(subscription.cursor()).isEqualTo("1");
    }

    @Test
    public void aMeteredNetworkIsNoneForWhoSaysSo() {
        RealtimeClient all = client(NetworkWatch.of(phone.app));
        RealtimeClient thrifty = client(NetworkWatch.of(phone.app).withUnmeteredOnly());
        phone.available(mobile);
        phone.can(mobile, NetworkCapabilities.NET_CAPABILITY_VALIDATED);
        phone.answer(events("id: 1\ndata: all\n\n"));
        thrifty.subscribe(message -> heard.add("thrifty " + message.data()));
        all.subscribe(message -> heard.add(message.data()));
        phone.until(() -> heard.contains("all"));
        assertThat(thrifty.stats().attempts()).isZero();
        phone.answer(events("id: 1\ndata: b\n\n"));
        phone.available(wifi);
        phone.can(wifi, NetworkCapabilities.NET_CAPABILITY_VALIDATED, NetworkCapabilities.NET_CAPABILITY_NOT_METERED);
        phone.until(() -> thrifty.stats().attempts() > 0);
    }

    @Test
    public void aMeteredNetworkIsNotTriedBeforeItIsKnownToBeOne() {
        phone.networks.setActiveNetworkInfo(null);
        RealtimeClient thrifty = client(NetworkWatch.of(phone.app).withUnmeteredOnly());
        thrifty.subscribe(message -> heard.add(message.data()));
        phone.available(mobile, NetworkCapabilities.NET_CAPABILITY_VALIDATED);
        phone.can(mobile, NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL);
        phone.can(mobile, NetworkCapabilities.NET_CAPABILITY_VALIDATED);
        phone.settle(thrifty);
        assertThat(thrifty.stats().attempts()).isZero();
    }

    @Test
    public void anUnmeteredWatchHoldsBesideOneToWhichAnyNetworkWillDo() {
        RealtimeClient thrifty = phone.client(RealtimeClient.builder(phone.url())
                .platformWatcher(NetworkWatch.of(phone.app))
                .platformWatcher(NetworkWatch.of(phone.app).withUnmeteredOnly()));
        phone.available(mobile);
        thrifty.subscribe(message -> heard.add(message.data()));
        phone.can(mobile, NetworkCapabilities.NET_CAPABILITY_VALIDATED);
        phone.settle(thrifty);
        assertThat(thrifty.stats().attempts()).isZero();
    }

    @Test
    @Config(sdk = {30, 34}) // which tell of it
    public void aNetworkThatIsWithheldIsNotTriedForAnotherComing() {
        RealtimeClient client = client(NetworkWatch.of(phone.app));
        phone.available(wifi);
        phone.callback().onBlockedStatusChanged(wifi, true);
        client.subscribe(message -> heard.add(message.data()));
        phone.lose(wifi);
        phone.available(mobile);
        phone.callback().onBlockedStatusChanged(mobile, true);
        phone.settle(client);
        assertThat(client.stats().attempts()).isZero();
        phone.callback().onBlockedStatusChanged(mobile, false);
        phone.until(() -> client.stats().attempts() == 1);
    }

    @Test
    public void theAppsOwnPauseIsNotEndedByANetwork() {
        RealtimeClient client = client(NetworkWatch.of(phone.app));
        phone.available(wifi);
        client.pause();
        client.subscribe(message -> heard.add(message.data()));
        phone.lose(wifi);
        phone.available(mobile);
        phone.can(mobile, NetworkCapabilities.NET_CAPABILITY_VALIDATED);
        client.resume();
        phone.answer(events("id: 1\ndata: a\n\n"));
        phone.until(() -> heard.contains("a"));
        assertThat(client.stats().attempts()).isEqualTo(1);
    }
}
