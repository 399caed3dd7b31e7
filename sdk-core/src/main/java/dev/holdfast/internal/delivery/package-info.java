/**
 * The data path: takes a message from the link to the listener, and keeps its cursor. Never waits for the event
 * loop.
 *
 * <p>Uses {@code runtime}.
 */
@NullMarked
package dev.holdfast.internal.delivery;

import org.jspecify.annotations.NullMarked;
