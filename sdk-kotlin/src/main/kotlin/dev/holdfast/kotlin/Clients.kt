package dev.holdfast.kotlin

import dev.holdfast.CloseException
import dev.holdfast.ConnectionEvent
import dev.holdfast.ConnectionListener
import dev.holdfast.ConnectionState
import dev.holdfast.RealtimeClient
import dev.holdfast.Receipt
import java.lang.reflect.Type
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.future.await

/** The same limit as the core has for a slow listener. */
private const val MAX_WAITING_EVENTS = 1024

/**
 * A flow of the client's state: the current one first, then each change. The flow is conflated: a busy collector may
 * miss states in between, but never the last one. It does not complete, not even at [ConnectionState.CLOSED], because a
 * new subscription may leave that state while the client itself is open. Closing a client that never had a connection
 * emits nothing.
 */
public val RealtimeClient.connectionStates: Flow<ConnectionState>
    get() = callbackFlow {
        val listener = ConnectionListener { trySend(Unit) }
        addConnectionListener(listener)
        trySend(Unit)
        awaitClose { removeConnectionListener(listener) }
    }.conflate().map { state() }.distinctUntilChanged()

/**
 * A flow of the events of the client's connections from now on, in order, with attempts, backoff delays and reasons. If
 * 1,024 events wait for a slow collector, the oldest are dropped, as for any [ConnectionListener]. It does not
 * complete.
 */
public val RealtimeClient.connectionEvents: Flow<ConnectionEvent>
    get() = callbackFlow {
        val listener = ConnectionListener { trySend(it) }
        addConnectionListener(listener)
        awaitClose { removeConnectionListener(listener) }
    }.buffer(MAX_WAITING_EVENTS, BufferOverflow.DROP_OLDEST)

/**
 * Publishes a message and suspends until the server's receipt arrives. Without a connection it waits for one. The total
 * wait is limited by [dev.holdfast.Limits.replyTimeout]. Cancelling only stops the wait; the message may still be sent.
 *
 * @param data the payload, which the protocol encodes; null is JSON null
 * @throws CloseException if the server refuses the message, if the connection ends before the receipt (the message may
 *   then have arrived or not), if the queue for sending is full, or on timeout
 * @throws UnsupportedOperationException if the transport or the protocol cannot send
 */
public suspend fun RealtimeClient.publishAndAwait(topic: String, data: Any?): Receipt = publish(topic, data).await()

/**
 * Sends a call and suspends until the reply arrives. The reply is decoded to [T], which may be generic, such as
 * `List<Quote>`. Cancelling only stops the wait; the call may still be sent.
 *
 * @param data the payload, which the protocol encodes; null is JSON null
 * @throws CloseException in the same cases as [publishAndAwait]; exceptions of the [dev.holdfast.Decoder] are passed on
 * @throws NullPointerException if the reply is JSON null and [T] is not nullable
 * @throws UnsupportedOperationException if the transport or the protocol cannot send
 */
public suspend inline fun <reified T> RealtimeClient.call(topic: String, data: Any?): T {
    val answer = answer(topic, data, javaTypeOf<T>())
    if (answer == null && null !is T) throw NullPointerException("The reply to $topic is null. Use a nullable type")
    return answer as T
}

@PublishedApi
internal suspend fun RealtimeClient.answer(topic: String, data: Any?, type: Type): Any? {
    val future: CompletableFuture<out Any?> = call<Any>(topic, data, type)
    return future.await()
}

/**
 * Stops receiving, suspends until the client's listeners have handled all queued messages, and closes the client.
 * Returns false if the timeout passes first. A flow still emits the messages that it has buffered, and then completes.
 * Cancelling only stops the wait; the client still drains and closes.
 *
 * @throws IllegalArgumentException if [timeout] is negative or longer than 365 days
 */
public suspend fun RealtimeClient.drain(timeout: Duration): Boolean = drain(timeout.toJavaDuration()).await()
