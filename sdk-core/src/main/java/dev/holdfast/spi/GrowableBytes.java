package dev.holdfast.spi;

import java.util.Arrays;

/** A byte buffer that grows as it is written. Used by one thread at a time. */
public final class GrowableBytes {
    private byte[] array;
    private int size;

    /** Creates an empty buffer with space for {@code capacity} bytes. */
    public GrowableBytes(int capacity) {
        array = new byte[capacity];
    }

    /** Returns the backing array, of which the first {@link #size()} bytes are valid. A write may replace the array. */
    public byte[] array() {
        return array;
    }

    /** Returns the number of bytes written. */
    public int size() {
        return size;
    }

    /** Appends the low eight bits of an integer. */
    public void write(int b) {
        ensureSpace(1);
        array[size++] = (byte) b;
    }

    /** Appends bytes of an array. */
    public void write(byte[] source, int offset, int length) {
        ensureSpace(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
    }

    /** Adds {@code length} bytes that the caller stored in {@link #array()} after {@link #ensureSpace}. */
    public void advance(int length) {
        size += length;
    }

    /**
     * Grows the array so that {@code more} further bytes fit.
     *
     * @throws OutOfMemoryError if the buffer would exceed 2 GiB
     */
    public void ensureSpace(int more) {
        if (array.length - size >= more) return;
        long wanted = Math.max((long) size + more, Math.min(array.length * 2L, Integer.MAX_VALUE - 8));
        if (wanted > Integer.MAX_VALUE - 8) throw new OutOfMemoryError("More than 2 GiB");
        array = Arrays.copyOf(array, (int) wanted);
    }

    /** Empties the buffer. An array larger than {@code keep} bytes is replaced by one of {@code keep} bytes. */
    public void clear(int keep) {
        size = 0;
        if (array.length > keep) array = new byte[keep];
    }
}
