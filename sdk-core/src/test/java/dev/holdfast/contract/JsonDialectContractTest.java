package dev.holdfast.contract;

import dev.holdfast.spi.WireProtocol;

final class JsonDialectContractTest extends ProtocolContract {
    @Override
    WireProtocol protocol() {
        return Speeches.ExchangeSpeech.dialect();
    }

    @Override
    Speech speech() {
        return new Speeches.ExchangeSpeech();
    }

    @Override
    boolean sends() {
        return true;
    }
}
