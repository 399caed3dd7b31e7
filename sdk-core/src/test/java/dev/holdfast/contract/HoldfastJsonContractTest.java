package dev.holdfast.contract;

import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.spi.WireProtocol;

final class HoldfastJsonContractTest extends ProtocolContract {
    @Override
    WireProtocol protocol() {
        return HoldfastJson.create();
    }

    @Override
    Speech speech() {
        return new Speeches.HoldfastSpeech(false);
    }

    @Override
    boolean sends() {
        return true;
    }
}
