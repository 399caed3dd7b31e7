/**
 * One link per connection attempt; it is never reused. Dials, reads, writes, watches the heartbeat, closes. Control
 * and data meet here.
 *
 * <p>Uses {@code delivery} and {@code runtime}. A link reports to its session through {@link
 * dev.holdfast.internal.link.LinkOwner}.
 */
@NullMarked
package dev.holdfast.internal.link;

import org.jspecify.annotations.NullMarked;
