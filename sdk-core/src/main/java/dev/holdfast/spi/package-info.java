/**
 * What a transport or a wire protocol implements. A new transport is one class here implemented, a new protocol
 * another, and neither needs to know how Holdfast reconnects, queues or delivers.
 *
 * <p>Readers, writers and conversations are push-style: they are handed bytes or frames and answer at once. They do no
 * I/O, start no threads and read no clock, so that the same code runs under test on virtual time.
 */
@NullMarked
package dev.holdfast.spi;

import org.jspecify.annotations.NullMarked;
