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
import dev.holdfast.UnhandledHandler;
import dev.holdfast.spi.PlatformWatcher;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.spi.WireProtocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options of a client. A builder writes to its own instance. A client gets a {@link #copy}, which nothing writes to: an
 * architecture test allows writes in the builder and in this class only. An option is a field here, with its default, and
 * a method of the builder.
 */
public final class ClientConfig implements Cloneable {
    /** The URL, headers and subprotocols. */
    public Target base;

    /** The app's OkHttpClient; null for one of Holdfast's own. */
    public @Nullable Object httpClient;

    /** The transport; null to choose it by the URL's scheme. Never null in a client. */
    public @Nullable Transport transport;

    /** The wire protocol, which writes topics and messages. */
    public WireProtocol protocol;

    /** Supplies the secret for each attempt; null for none. */
    public @Nullable Credentials credentials;

    /** Delays between attempts. */
    public Backoff backoff = Backoff.defaults();

    /** Detection of dead peers; null for the transport's default. */
    public @Nullable Heartbeat heartbeat;

    /** Bounds on memory and time. */
    public Limits limits = Limits.defaults();

    /** The executor of listeners. */
    public Delivery delivery = Delivery.background();

    /** Turns payloads into objects. */
    public Decoder decoder;

    /** The guarantee for a publish without a receipt. */
    public PublishGuarantee publishGuarantee = PublishGuarantee.AT_MOST_ONCE;

    /** The policy for a message that ends every connection. */
    public PoisonPolicy poisonPolicy = PoisonPolicy.stop(3);

    /** Keeps cursors; null to keep none. */
    public @Nullable CursorStore cursorStore;

    /** Monitors that receive every event of the client. */
    public List<Monitor> monitors = Collections.emptyList();

    /** Watchers that pause, resume and check the client. */
    public List<PlatformWatcher> platformWatchers = Collections.emptyList();

    /** Receives what no listener handles; null to log it. */
    public @Nullable UnhandledHandler unhandledHandler;

    /** The header that carries an attempt's name to the server; null for none. */
    public @Nullable String attemptHeader;

    /** Sets the options that have no default here. */
    public ClientConfig(Target base, WireProtocol protocol, Decoder decoder) {
        this.base = base;
        this.protocol = protocol;
        this.decoder = decoder;
    }

    /** Returns an independent copy with a chosen transport. */
    public ClientConfig copy(Transport chosen) {
        try {
            ClientConfig copy = (ClientConfig) clone();
            copy.transport = chosen;
            copy.monitors = Collections.unmodifiableList(new ArrayList<>(monitors));
            copy.platformWatchers = Collections.unmodifiableList(new ArrayList<>(platformWatchers));
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the transport. Only after the builder has chosen it. */
    public Transport chosenTransport() {
        return Objects.requireNonNull(transport);
    }
}
