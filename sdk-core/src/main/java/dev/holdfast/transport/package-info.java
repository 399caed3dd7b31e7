/** The transports to select in {@code RealtimeClient.Builder.transport}. Both are based on OkHttp. */
@NullMarked
package dev.holdfast.transport;

import org.jspecify.annotations.NullMarked;
