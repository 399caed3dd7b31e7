/** The demo's server: just enough HTTP and WebSocket to publish live data and to misbehave. No model for a real one. */
@NullMarked
package dev.holdfast.samples.server;

import org.jspecify.annotations.NullMarked;
