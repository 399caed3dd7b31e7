package dev.holdfast.android;

import static org.assertj.core.api.Assertions.assertThat;

import android.app.Activity;
import android.content.Context;
import android.content.ContextWrapper;
import android.os.Looper;
import com.google.gson.annotations.SerializedName;
import dev.holdfast.CloseReason;
import dev.holdfast.ConnectionEvent;
import dev.holdfast.ConnectionState;
import dev.holdfast.Continuity;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import java.io.File;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /** What was done on the main thread and should not have been. */
    private final List<String> sins = new CopyOnWriteArrayList<>();

    @Before
    public void setUp() {
        Robolectric.buildActivity(Activity.class).create().start().resume();
    }

    private void notOnMain(String what) {
        if (Looper.myLooper() == Looper.getMainLooper()) sins.add(what);
    }

    private static void onMain() {
        assertThat(Looper.myLooper()).isSameAs(Looper.getMainLooper());
    }

    /** An app whose files and names must not be looked up on the main thread. */
    private RealtimeClient.Builder builder() {
        Context strict = new ContextWrapper(phone.app) {
            @Override
            public Context getApplicationContext() {
                return this;
            }

            @Override
            public File getNoBackupFilesDir() {
                notOnMain("files");
                return super.getNoBackupFilesDir();
            }
        };
        OkHttpClient http = new OkHttpClient.Builder()
                .dns(name -> {
                    notOnMain("names");
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .addInterceptor(chain -> {
                    notOnMain("sockets");
                    return chain.proceed(chain.request());
                })
                .build();
        return HoldfastAndroid.builder(phone.app, phone.url())
                .cursorStore(PrivateCursors.of(strict))
                .okHttpClient(http);
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
        });
        phone.until(() -> heard.contains("ended NO_CONTENT"));
        assertThat(heard.stream().filter(line -> !line.startsWith("connection")))
                .containsSubsequence("ACME 1.5", "ended NO_CONTENT");
        phone.until(() -> heard.contains("connection CLOSED"));
        assertThat(heard)
                .containsSubsequence("connection CONNECTING", "connection CONNECTED", "connection RECONNECTING");
        client.close();
        assertThat(sins).isEmpty();
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
        assertThat(sins).isEmpty();
    }

    @Test
    public void manyClientsCostOneCallback() {
        for (int i = 0; i < 50; i++) phone.client(HoldfastAndroid.builder(phone.app, phone.url()));
        assertThat(phone.networks.getNetworkCallbacks()).hasSize(1);
        assertThat(phone.clients).allMatch(client -> client.state() == ConnectionState.IDLE);
    }
}
