package dev.holdfast.contract;

import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.Transport;

/** A transport with a name for tests of protocols. It cannot dial. */
final class NamedTransport implements Transport {
    private final boolean sends;

    NamedTransport(boolean sends) {
        this.sends = sends;
    }

    @Override
    public String name() {
        return sends ? "two-way" : "one-way";
    }

    @Override
    public boolean canSend() {
        return sends;
    }

    @Override
    public boolean supportsScheme(String scheme) {
        return true;
    }

    @Override
    public Dialer dialer(Environment environment) {
        throw new AssertionError("nobody dials here");
    }
}
