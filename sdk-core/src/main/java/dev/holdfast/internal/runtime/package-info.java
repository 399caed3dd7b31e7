/**
 * The event loop, threads, locks and configuration that all other internal packages use.
 *
 * <p>Uses none of them.
 */
@NullMarked
package dev.holdfast.internal.runtime;

import org.jspecify.annotations.NullMarked;
