/** WebSocket and SSE on Jetty. A third way to carry frames is one more {@link dev.holdfast.reference.web.Channel}. */
@NullMarked
package dev.holdfast.reference.web;

import org.jspecify.annotations.NullMarked;
