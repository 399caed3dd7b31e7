/**
 * The data path. It passes messages from the link to the listener and keeps the cursors. It never waits for the event
 * loop.
 *
 * <p>Uses {@code runtime}.
 */
@NullMarked
package dev.holdfast.internal.delivery;

import org.jspecify.annotations.NullMarked;
