/** The demo server: a minimal HTTP and WebSocket server that publishes live data and misbehaves. Not for production. */
@NullMarked
package dev.holdfast.samples.server;

import org.jspecify.annotations.NullMarked;
