package dev.holdfast.samples.server;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * One message, as the server's ledger and the listener's notes both hold it.
 *
 * @param id the id on the wire
 * @param seq the number inside the payload: the same payload under another id still counts as the same
 * @param crc the CRC-32 of the payload's UTF-8 bytes
 */
public record Published(String id, long seq, long crc) {
    /** Notes a payload. */
    public static Published of(String id, long seq, String payload) {
        CRC32 crc = new CRC32();
        crc.update(payload.getBytes(StandardCharsets.UTF_8));
        return new Published(id, seq, crc.getValue());
    }
}
