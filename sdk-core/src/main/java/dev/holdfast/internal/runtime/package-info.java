/**
 * Event loop, threads, locks and configuration, used by all other internal packages.
 *
 * <p>Uses none of them.
 */
@NullMarked
package dev.holdfast.internal.runtime;

import org.jspecify.annotations.NullMarked;
