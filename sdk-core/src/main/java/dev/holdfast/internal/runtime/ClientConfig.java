package dev.holdfast.internal.runtime;

import dev.holdfast.Backoff;
import dev.holdfast.Credentials;
import dev.holdfast.CursorStore;
import dev.holdfast.Decoder;
import dev.holdfast.Delivery;
import dev.holdfast.Heartbeat;
import dev.holdfast.Limits;
import dev.holdfast.Monitor;
import dev.holdfast.PoisonPolicy;
import dev.holdfast.PublishGuarantee;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a client was built from. Written by the builder only, before anything else sees it. */
public final class ClientConfig {
    /** The URL and headers. */
    public final Target base;

    /** How it connects. */
    public final Transport transport;

    /** Makes its connections. */
    public final Dialer dialer;

    /** How it talks. */
    public final WireProtocol protocol;

    /** What it shares with the clients it is derived from. */
    public final SharedRuntime runtime;

    /** Asked before each attempt, null for none. */
    public @Nullable Credentials credentials;

    /** Delays. */
    public Backoff backoff = Backoff.defaults();

    /** Null for the transport's default. */
    public @Nullable Heartbeat heartbeat;

    /** Bounds. */
    public Limits limits = Limits.defaults();

    /** Where listeners run. */
    public Delivery delivery = Delivery.background();

    /** How payloads become objects. */
    public Decoder decoder;

    /** What becomes of a publish whose receipt did not come. */
    public PublishGuarantee publishGuarantee = PublishGuarantee.AT_MOST_ONCE;

    /** What becomes of a position behind which nothing can be read. */
    public PoisonPolicy poisonPolicy = PoisonPolicy.stop(3);

    /** Where positions are kept, null for nowhere. */
    public @Nullable CursorStore cursorStore;

    /** Hears of everything. */
    public CompositeMonitor monitor = new CompositeMonitor(Collections.emptyList());

    /** How many attempts the client has made. */
    public final AtomicLong attempts = new AtomicLong();

    /** The header that carries an attempt's name to the server, null for none. */
    public @Nullable String attemptHeader;

    /** Everything that has no default. */
    public ClientConfig(
            Target base,
            Transport transport,
            Dialer dialer,
            WireProtocol protocol,
            Decoder decoder,
            SharedRuntime runtime) {
        this.base = base;
        this.transport = transport;
        this.dialer = dialer;
        this.protocol = protocol;
        this.decoder = decoder;
        this.runtime = runtime;
    }

    /** Has monitors hear of everything. */
    public void setMonitors(List<Monitor> monitors) {
        monitor = new CompositeMonitor(monitors);
    }
}
