package dev.holdfast.contract;

import dev.holdfast.spi.Transport;
import dev.holdfast.transport.SseTransport;
import java.io.IOException;

final class SseTransportContractTest extends TransportContract {
    @Override
    Transport transport() {
        return SseTransport.create();
    }

    @Override
    Peer peer() throws IOException {
        return new SsePeer();
    }
}
