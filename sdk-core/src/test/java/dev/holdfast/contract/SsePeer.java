package dev.holdfast.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** A server of event streams. */
final class SsePeer extends Peer {
    SsePeer() throws IOException {}

    @Override
    String scheme() {
        return "http";
    }

    @Override
    String acceptance(String requestHead) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n";
    }

    @Override
    byte[] text(String text) {
        return ("data: " + text + "\n\n").getBytes(UTF_8);
    }

    @Override
    byte[] empty() {
        return ": nothing\n\n".getBytes(UTF_8);
    }

    @Override
    byte[] goodbye() {
        return new byte[0];
    }
}
