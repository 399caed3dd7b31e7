package dev.holdfast.contract;

import dev.holdfast.spi.Transport;
import dev.holdfast.transport.WebSocketTransport;
import java.io.IOException;

final class WebSocketTransportContractTest extends TransportContract {
    @Override
    Transport transport() {
        return WebSocketTransport.create();
    }

    @Override
    Peer peer() throws IOException {
        return new WebSocketPeer();
    }
}
