package dev.holdfast.internal.link;

import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.internal.runtime.ClientConfig;
import dev.holdfast.internal.runtime.CompositeMonitor;
import dev.holdfast.internal.runtime.EventLoop;
import dev.holdfast.internal.runtime.SharedRuntime;
import dev.holdfast.spi.Dialer;
import org.jspecify.annotations.Nullable;

/** Makes the links of one client. Immutable; safe for use by multiple threads. */
public final class LinkFactory {
    final ClientConfig config;
    final SharedRuntime runtime;
    final Dialer dialer;
    final CompositeMonitor monitor;

    public LinkFactory(ClientConfig config, SharedRuntime runtime, Dialer dialer, CompositeMonitor monitor) {
        this.config = config;
        this.runtime = runtime;
        this.dialer = dialer;
        this.monitor = monitor;
    }

    /**
     * Returns a link that has not been started.
     *
     * @param loop runs the tasks about the link
     * @param dedicated the subscription that the link belongs to; null for a shared link
     * @param unauthorized whether the server rejected the credentials of the attempt before with 401
     * @param attemptName the name of the attempt
     */
    public Link newLink(
            LinkOwner owner,
            EventLoop loop,
            @Nullable RealWireSubscription dedicated,
            boolean unauthorized,
            String attemptName) {
        return new Link(this, owner, loop, dedicated, unauthorized, attemptName);
    }
}
