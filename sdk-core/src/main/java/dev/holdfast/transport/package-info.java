/** The transports: one class each to choose in {@code RealtimeClient.Builder.transport}, and OkHttp behind them. */
@NullMarked
package dev.holdfast.transport;

import org.jspecify.annotations.NullMarked;
