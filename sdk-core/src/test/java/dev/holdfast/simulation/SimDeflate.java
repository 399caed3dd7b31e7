package dev.holdfast.simulation;

import dev.holdfast.spi.GrowableBytes;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The server side of permessage-deflate on one connection. */
final class SimDeflate {
    /** The bytes at the end of each compressed message that are not sent. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final Inflater inflater = new Inflater(true);
    private final boolean serverResets;
    private final boolean clientResets;
    private final byte[] buffer = new byte[8192];

    SimDeflate(String extension) {
        this.serverResets = extension.contains("server_no_context_takeover");
        this.clientResets = extension.contains("client_no_context_takeover");
    }

    byte[] deflate(byte[] message) {
        GrowableBytes out = new GrowableBytes(message.length);
        deflater.setInput(message);
        int got;
        do {
            got = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, got);
        } while (got == buffer.length);
        if (serverResets) deflater.reset();
        return Arrays.copyOf(out.array(), out.size() - TAIL.length);
    }

    byte[] inflate(byte[] message) throws DataFormatException {
        GrowableBytes out = new GrowableBytes(message.length);
        inflate(message, out);
        inflate(TAIL, out);
        if (clientResets) inflater.reset();
        return Arrays.copyOf(out.array(), out.size());
    }

    private void inflate(byte[] bytes, GrowableBytes out) throws DataFormatException {
        inflater.setInput(bytes);
        for (int got = inflater.inflate(buffer); got > 0; got = inflater.inflate(buffer)) out.write(buffer, 0, got);
    }

    void end() {
        deflater.end();
        inflater.end();
    }
}
