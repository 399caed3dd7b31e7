/**
 * The client: subscribe, publish, pause, drain, statistics. Each target has a session.
 *
 * <p>Uses {@code session} and the packages below it.
 */
@NullMarked
package dev.holdfast.internal.client;

import org.jspecify.annotations.NullMarked;
