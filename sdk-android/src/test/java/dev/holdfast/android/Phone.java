package dev.holdfast.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.Application;
import android.content.Context;
import android.net.ConnectivityManager;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.os.Looper;
import dev.holdfast.RealtimeClient;
import dev.holdfast.spi.PlatformControl;
import dev.holdfast.spi.PlatformWatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.shadows.ShadowConnectivityManager;
import org.robolectric.shadows.ShadowNetwork;
import org.robolectric.shadows.ShadowNetworkCapabilities;

/** A phone in a test's hand, and a server beside it. */
public final class Phone implements AutoCloseable {
    private static final long WAIT_SECONDS = 30;

    public final Application app = RuntimeEnvironment.getApplication();
    final Strict strict = new Strict();
    public final ConnectivityManager connectivity =
            (ConnectivityManager) app.getSystemService(Context.CONNECTIVITY_SERVICE);
    public final ShadowConnectivityManager networks = shadowOf(connectivity);
    public final MockWebServer server = new MockWebServer();
    public final List<RealtimeClient> clients = new ArrayList<>();
    private final BlockingQueue<MockResponse> answers = new LinkedBlockingQueue<>();

    Phone() throws Exception {
        // As the library's manifest asks.
        shadowOf(app).grantPermissions(Manifest.permission.ACCESS_NETWORK_STATE);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                return answers.take();
            }
        });
        server.start();
    }

    /** What the server answers to the next request; until there is one it lets clients wait. */
    public void answer(MockResponse response) {
        answers.add(response);
    }

    /** An event stream that says this, stays open and is silent from there on. */
    public void silence(String body) {
        answer(new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .chunkedBody(body, 1000)
                .onResponseEnd(SocketEffect.Stall.INSTANCE)
                .removeHeader("Transfer-Encoding")
                .addHeader("Transfer-Encoding", "identity")
                .build());
    }

    /** A WebSocket whose server answers pings. */
    public void webSocket() {
        answer(new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, reason);
                    }
                })
                .build());
    }

    public String url() {
        return server.url("/feed").toString();
    }

    public RealtimeClient client(RealtimeClient.Builder builder) {
        RealtimeClient client = builder.okHttpClient(strict.http()).build();
        clients.add(client);
        return client;
    }

    public RecordedRequest request() throws InterruptedException {
        RecordedRequest request = server.takeRequest(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(request).as("a request").isNotNull();
        return request;
    }

    // ---- networks

    public void lose(Network network) {
        callback().onLost(network);
    }

    /** As the platform tells of one: what it can follows at once. */
    public void available(Network network, int... capabilities) {
        callback().onAvailable(network);
        can(network, capabilities);
    }

    public void can(Network network, int... capabilities) {
        NetworkCapabilities can = ShadowNetworkCapabilities.newInstance();
        for (int capability : new int[] {
            NetworkCapabilities.NET_CAPABILITY_VALIDATED,
            NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL,
            NetworkCapabilities.NET_CAPABILITY_NOT_METERED
        }) {
            shadowOf(can).removeCapability(capability);
        }
        for (int capability : capabilities) shadowOf(can).addCapability(capability);
        callback().onCapabilitiesChanged(network, can);
    }

    /** What lies beneath a VPN, which is a network of its own. */
    public void over(Network vpn, int transport) {
        NetworkCapabilities can = ShadowNetworkCapabilities.newInstance();
        shadowOf(can).addTransportType(NetworkCapabilities.TRANSPORT_VPN);
        shadowOf(can).addTransportType(transport);
        callback().onCapabilitiesChanged(vpn, can);
    }

    public ConnectivityManager.NetworkCallback callback() {
        assertThat(networks.getNetworkCallbacks()).hasSize(1);
        return networks.getNetworkCallbacks().iterator().next();
    }

    public static Network network(int id) {
        return ShadowNetwork.newInstance(id);
    }

    // ---- time and the main thread, which is the test's own

    public void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
            idle();
        }
    }

    /** Returns when the client has done what it was told before: a client derived from it is closed behind that. */
    public void settle(RealtimeClient client) {
        AtomicBoolean passed = new AtomicBoolean();
        client.newBuilder()
                .platformWatcher(
                        new PlatformWatcher() { // the last that is told
                            @Override
                            public void onStarted(PlatformControl derived) {}

                            @Override
                            public void onClosed(PlatformControl derived) {
                                passed.set(true);
                            }
                        })
                .build()
                .close();
        until(passed::get);
    }

    public void idle() {
        shadowOf(Looper.getMainLooper()).idle();
    }

    public void idleFor(long millis) {
        shadowOf(Looper.getMainLooper()).idleFor(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clients.forEach(RealtimeClient::close);
        answers.add(new MockResponse.Builder().code(503).build());
        until(() -> networks.getNetworkCallbacks().isEmpty());
        server.close();
    }
}
