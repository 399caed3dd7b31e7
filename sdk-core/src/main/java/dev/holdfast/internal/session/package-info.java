/**
 * One session per target; it survives reconnects. Phase, back-off, subscriptions, pending commands. Everything
 * here is confined to the event loop.
 *
 * <p>Uses {@code link} and the packages below it.
 */
@NullMarked
package dev.holdfast.internal.session;

import org.jspecify.annotations.NullMarked;
