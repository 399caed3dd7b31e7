/**
 * The interfaces for custom transports and wire protocols. A new transport implements {@link
 * dev.holdfast.spi.Transport}, a new protocol {@link dev.holdfast.spi.WireProtocol}. Neither deals with reconnects,
 * queues or delivery.
 *
 * <p>Readers, writers and conversations are push-style: they receive bytes or frames and return at once. They do no
 * I/O, start no threads and read no clock, so the same code runs in tests on virtual time.
 */
@NullMarked
package dev.holdfast.spi;

import org.jspecify.annotations.NullMarked;
