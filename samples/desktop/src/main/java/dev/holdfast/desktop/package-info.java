/** The desktop subscriber, which shows an SSE or WebSocket feed and the state of its connections. */
@NullMarked
package dev.holdfast.desktop;

import org.jspecify.annotations.NullMarked;
