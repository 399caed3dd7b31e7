/** The desktop subscriber: any SSE or WebSocket feed, and what its connection goes through. */
@NullMarked
package dev.holdfast.desktop;

import org.jspecify.annotations.NullMarked;
