/** WebSocket and SSE on Jetty. Another transport is a further {@link dev.holdfast.reference.web.Channel}. */
@NullMarked
package dev.holdfast.reference.web;

import org.jspecify.annotations.NullMarked;
