package dev.holdfast.samples.server;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A message as recorded by the server's ledger and by the listeners.
 *
 * @param id the id on the wire
 * @param seq the sequence number in the payload, which identifies a payload sent with a second id
 * @param crc the CRC-32 of the payload's UTF-8 bytes
 */
public record Published(String id, long seq, long crc) {
    /** Returns the record of a payload. */
    public static Published of(String id, long seq, String payload) {
        CRC32 crc = new CRC32();
        crc.update(payload.getBytes(StandardCharsets.UTF_8));
        return new Published(id, seq, crc.getValue());
    }
}
