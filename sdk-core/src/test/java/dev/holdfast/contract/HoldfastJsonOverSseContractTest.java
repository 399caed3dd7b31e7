package dev.holdfast.contract;

import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.spi.WireProtocol;

final class HoldfastJsonOverSseContractTest extends ProtocolContract {
    @Override
    WireProtocol protocol() {
        return HoldfastJson.create();
    }

    @Override
    Speech speech() {
        return new Speeches.HoldfastSpeech(true);
    }

    @Override
    boolean sends() {
        return false;
    }
}
