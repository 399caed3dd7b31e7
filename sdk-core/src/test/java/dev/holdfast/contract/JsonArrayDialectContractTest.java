package dev.holdfast.contract;

import dev.holdfast.spi.WireProtocol;

final class JsonArrayDialectContractTest extends ProtocolContract {
    @Override
    WireProtocol protocol() {
        return Speeches.ArraySpeech.dialect();
    }

    @Override
    Speech speech() {
        return new Speeches.ArraySpeech();
    }

    @Override
    boolean sends() {
        return true;
    }
}
