package dev.holdfast.contract;

import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.WireProtocol;

final class PlainOverSseContractTest extends ProtocolContract {
    @Override
    WireProtocol protocol() {
        return Plain.create();
    }

    @Override
    Speech speech() {
        return new Speeches.PlainSpeech(true);
    }

    @Override
    boolean sends() {
        return false;
    }
}
