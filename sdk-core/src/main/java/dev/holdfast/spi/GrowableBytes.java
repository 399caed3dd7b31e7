package dev.holdfast.spi;

import java.util.Arrays;

/** A growing array of bytes. Used by one thread at a time. */
public final class GrowableBytes {
    private byte[] array;
    private int size;

    /** An empty one with room for {@code capacity} bytes. */
    public GrowableBytes(int capacity) {
        array = new byte[capacity];
    }

    /** The array itself, valid until the next write; only the first {@link #size()} bytes are meant. */
    public byte[] array() {
        return array;
    }

    /** How many bytes it holds. */
    public int size() {
        return size;
    }

    /** Appends the low eight bits of a number. */
    public void write(int b) {
        ensureSpace(1);
        array[size++] = (byte) b;
    }

    /** Appends some bytes. */
    public void write(byte[] source, int offset, int length) {
        ensureSpace(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
    }

    /** Counts bytes as written which were put into {@link #array()} after {@link #ensureSpace}. */
    public void advance(int length) {
        size += length;
    }

    /** Makes sure that {@code more} further bytes fit. */
    public void ensureSpace(int more) {
        if (array.length - size >= more) return;
        long wanted = Math.max((long) size + more, Math.min(array.length * 2L, Integer.MAX_VALUE - 8));
        if (wanted > Integer.MAX_VALUE - 8) throw new OutOfMemoryError("more than 2 GiB in one buffer");
        array = Arrays.copyOf(array, (int) wanted);
    }

    /** Empties it; an array that has grown past {@code keep} bytes is let go. */
    public void clear(int keep) {
        size = 0;
        if (array.length > keep) array = new byte[keep];
    }
}
