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

/** As many as the core keeps for a slow listener. */
private const val EVENTS = 1024

/**
 * The client's state: the one there is, and each one it changes to. Conflated: a collector that is busy misses states in
 * between and never the last. It does not complete, not even at CLOSED, which a new subscription may leave where the
 * client itself is not closed; a client that never had a connection tells nothing when it is closed.
 */
public val RealtimeClient.connectionStates: Flow<ConnectionState>
    get() = callbackFlow {
        val listener = ConnectionListener { trySend(Unit) }
        addConnectionListener(listener)
        trySend(Unit)
        awaitClose { removeConnectionListener(listener) }
    }.conflate().map { state() }.distinctUntilChanged()

/**
 * The changes of the client's connections from now on, in order, with attempts, back-offs and reasons. A collector that is
 * 1,024 events behind misses the oldest, like any [ConnectionListener]. It does not complete.
 */
public val RealtimeClient.connectionEvents: Flow<ConnectionEvent>
    get() = callbackFlow {
        val listener = ConnectionListener { trySend(it) }
        addConnectionListener(listener)
        awaitClose { removeConnectionListener(listener) }
    }.buffer(EVENTS, BufferOverflow.DROP_OLDEST)

/**
 * Publishes, and waits for the server's receipt. While there is no connection it waits for one, for no longer than
 * [dev.holdfast.Limits.replyTimeout] in all. Cancelling ends the wait; the message goes its way all the same.
 *
 * @param data what the protocol writes; null for JSON null
 * @throws CloseException when the server refuses, when the connection ends before the receipt (then nobody knows whether
 *   it arrived), when too much waits already, or when the time is up
 * @throws UnsupportedOperationException when transport or protocol cannot send
 */
public suspend fun RealtimeClient.publishAndAwait(topic: String, data: Any?): Receipt = publish(topic, data).await()

/**
 * Asks, and waits for the answer, decoded to [T], which may be generic, such as `List<Quote>`. Only a nullable [T] takes
 * JSON null; any other throws [NullPointerException] then. Cancelling ends the wait; the question goes its way all the
 * same.
 *
 * @param data what the protocol writes; null for JSON null
 * @throws CloseException as [publishAndAwait] does; what the [dev.holdfast.Decoder] throws comes as it is
 * @throws UnsupportedOperationException when transport or protocol cannot send
 */
public suspend inline fun <reified T> RealtimeClient.call(topic: String, data: Any?): T {
    val answer = answer(topic, data, javaTypeOf<T>())
    if (answer == null && null !is T) throw NullPointerException("The answer to $topic is null: ask for a nullable type")
    return answer as T
}

@PublishedApi
internal suspend fun RealtimeClient.answer(topic: String, data: Any?, type: Type): Any? {
    val future: CompletableFuture<out Any?> = call<Any>(topic, data, type)
    return future.await()
}

/**
 * Stops receiving, waits until the client's listeners have finished what is queued, and closes; false when the time was up
 * before that. What a flow has taken ahead of its collector is still emitted afterwards, and then the flow completes.
 * Cancelling ends the wait; the client drains and closes all the same.
 *
 * @throws IllegalArgumentException where [timeout] is negative or more than 365 days
 */
public suspend fun RealtimeClient.drain(timeout: Duration): Boolean = drain(timeout.toJavaDuration()).await()
