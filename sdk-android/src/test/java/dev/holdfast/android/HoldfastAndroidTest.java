package dev.holdfast.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import android.app.Activity;
import android.os.Looper;
import com.google.gson.annotations.SerializedName;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** All parts together, over a real socket. */
@RunWith(RobolectricTestRunner.class)
@Config(
        sdk = {26, 30, 34},
        manifest = Config.NONE)
public class HoldfastAndroidTest extends PhoneTest {
    static final class Quote {
        @SerializedName("s")
        String symbol;

        double price;
    }

    private Strict strict;

    @Before
    public void setUp() {
        Robolectric.buildActivity(Activity.class).create().start().resume();
        strict = phone.strict;
    }

    private static void onMain() {
        assertThat(Looper.myLooper()).isSameAs(Looper.getMainLooper());
    }

    private RealtimeClient.Builder builder() {
        return HoldfastAndroid.builder(phone.app, phone.url())
                .cursorStore(strict.guarded(PrivateCursors.of(strict.guarded(phone.app))))
                .okHttpClient(strict.http());
    }

    @Test
    public void theGuardsBiteOnTheMainThread() {
        assertThatThrownBy(() -> strict.http().dns().lookup("localhost")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> strict.http().socketFactory().createSocket().close())
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> strict.guarded(phone.app).getNoBackupFilesDir())
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(OkHttpClient::new).isInstanceOf(RuntimeException.class);
        assertThat(strict.violations()).hasSize(4);
        strict.violations().clear();
    }

    @Test
    public void anHttpClientOfOurOwnIsMadeElsewhere() {
        RealtimeClient client = HoldfastAndroid.builder(phone.app, phone.url()).build();
        phone.clients.add(client);
        phone.available(Phone.network(100));
        phone.silence("data: a\n\n");
        client.subscribe(message -> heard.add(message.data()));
        phone.until(() -> heard.contains("a"));
        client.close();
        phone.until(() -> client.state() == ConnectionState.CLOSED);
        assertThat(strict.violations()).isEmpty();
    }

    @Test
    public void noCallOfAWebSocketClientTouchesASocketOrAFile() {
        RealtimeClient client =
                phone.client(HoldfastAndroid.builder(phone.app, phone.url().replace("http:", "ws:"))
                        .cursorStore(strict.guarded(PrivateCursors.of(strict.guarded(phone.app))))
                        .okHttpClient(strict.http()));
        phone.available(Phone.network(100));
        for (int i = 0; i < 5; i++) phone.webSocket();
        Subscription first = client.subscribe("first", message -> {});
        Subscription second = client.subscribe("second", message -> {});
        phone.until(() -> client.stats().openConnections() == 2);
        client.reconnectNow();
        phone.until(() -> client.stats().attempts() == 4 && client.stats().openConnections() == 2);
        first.unsubscribeAndWait();
        second.unsubscribe();
        phone.until(() -> client.state() == ConnectionState.IDLE);
        client.pause();
        client.subscribe("third", message -> {});
        client.resume();
        phone.until(() -> client.stats().openConnections() == 1);
        CompletableFuture<Boolean> drained = client.drain(Duration.ofSeconds(30));
        phone.until(drained::isDone);
        client.close();
        phone.until(() -> client.state() == ConnectionState.CLOSED);
        assertThat(strict.violations()).isEmpty();
    }

    @Test
    public void everythingIsToldOnTheMainThreadAndNothingElseRunsThere() {
        RealtimeClient client = phone.client(builder());
        phone.available(Phone.network(100));
        client.addConnectionListener((ConnectionEvent event) -> {
            onMain();
            heard.add("connection " + event.current());
        });
        phone.answer(events("id: 1\ndata: {\"s\":\"ACME\",\"price\":1.5}\n\n"));
        phone.answer(new MockResponse.Builder().code(204).build());
        client.subscribe("prices", Quote.class, new SubscriptionListener<Quote>() {
            @Override
            public void onMessage(Message<Quote> message) {
                onMain();
                heard.add(message.data().symbol + " " + message.data().price);
            }

            @Override
            public void onSubscribed(Continuity continuity) {
                onMain();
                heard.add(continuity.name());
            }

            @Override
            public void onEnded(CloseReason reason) {
                onMain();
                heard.add("ended " + reason.kind());
            }

            @Override
            public void onError(Throwable error) {}
        });
        phone.until(() -> heard.contains("ended NO_CONTENT"));
        assertThat(heard.stream().filter(line -> !line.startsWith("connection")))
                .containsSubsequence("ACME 1.5", "ended NO_CONTENT");
        phone.until(() -> heard.contains("connection CLOSED"));
        assertThat(heard)
                .containsSubsequence("connection CONNECTING", "connection CONNECTED", "connection RECONNECTING");
        client.close();
        assertThat(strict.violations()).isEmpty();
    }

    @Test
    public void aLaterProcessGoesOnWhereThisOneWas() throws Exception {
        RealtimeClient client = phone.client(builder());
        phone.available(Phone.network(100));
        phone.answer(events("id: 41\ndata: a\n\n"));
        client.subscribe(message -> heard.add(message.data()));
        phone.request();
        phone.until(() -> heard.contains("a"));
        CompletableFuture<Boolean> drained = client.drain(Duration.ofSeconds(30));
        phone.until(drained::isDone);
        assertThat(drained.join()).isTrue();
        phone.answer(events("id: 42\ndata: b\n\n"));
        phone.client(builder()).subscribe(message -> heard.add(message.data()));
        phone.available(Phone.network(100));
        phone.until(() -> heard.contains("b"));
        while (true) {
            String position = phone.request().getHeaders().get("Last-Event-ID");
            if ("41".equals(position)) break;
        }
        assertThat(strict.violations()).isEmpty();
    }

    @Test
    public void manyClientsCostOneCallback() {
        for (int i = 0; i < 50; i++) phone.client(HoldfastAndroid.builder(phone.app, phone.url()));
        assertThat(phone.networks.getNetworkCallbacks()).hasSize(1);
        assertThat(phone.clients).allMatch(client -> client.state() == ConnectionState.IDLE);
    }
}
