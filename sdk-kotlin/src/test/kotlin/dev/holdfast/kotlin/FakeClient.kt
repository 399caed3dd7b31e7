package dev.holdfast.kotlin

import dev.holdfast.ClientStats
import dev.holdfast.CloseReason
import dev.holdfast.ConnectionEvent
import dev.holdfast.ConnectionListener
import dev.holdfast.ConnectionState
import dev.holdfast.Continuity
import dev.holdfast.Diagnostics
import dev.holdfast.DroppedMessages
import dev.holdfast.Message
import dev.holdfast.RealtimeClient
import dev.holdfast.Receipt
import dev.holdfast.Subscription
import dev.holdfast.MessageHandler
import dev.holdfast.SubscriptionListener
import dev.holdfast.SubscriptionOptions
import dev.holdfast.SubscriptionState
import dev.holdfast.SubscriptionStats
import java.lang.reflect.Type
import java.time.Duration
import java.util.concurrent.CompletableFuture

/** A client without a network: keeps what it is asked for, and says what a test has it say. */
class FakeClient : RealtimeClient {
    val subscriptions = mutableListOf<FakeSubscription>()
    val listeners = mutableListOf<ConnectionListener>()
    var state = ConnectionState.IDLE
    val receipt = CompletableFuture<Receipt>()
    val answer = CompletableFuture<Any?>()
    val drained = CompletableFuture<Boolean>()
    val asked = mutableListOf<Any?>()

    /** The only subscription. */
    val only get() = subscriptions.single()

    override fun <T : Any> subscribe(
        options: SubscriptionOptions<T>,
        handler: MessageHandler<in T>,
    ): Subscription {
        check(state != ConnectionState.CLOSED) { "The client is closed" }
        @Suppress("UNCHECKED_CAST")
        return FakeSubscription(options, handler as SubscriptionListener<Any>).also { subscriptions += it }
    }

    override fun publish(topic: String, data: Any?): CompletableFuture<Receipt> {
        asked.add(listOf(topic, data))
        return receipt
    }

    @Suppress("UNCHECKED_CAST")
    override fun <T : Any> call(topic: String, data: Any?, type: Type): CompletableFuture<T> {
        asked.add(listOf(topic, data, type))
        return answer as CompletableFuture<T>
    }

    override fun drain(timeout: Duration): CompletableFuture<Boolean> {
        asked.add(timeout)
        return drained
    }

    /** The connection changes, and listeners are told. */
    fun changeTo(next: ConnectionState) {
        val event = ConnectionEvent.builder(state, next).connection("c-1", null).attempt("c-1.1", 0).build()
        state = next
        listeners.toList().forEach { it.onConnectionEvent(event) }
    }

    override fun state() = state

    override fun addConnectionListener(listener: ConnectionListener) {
        listeners += listener
    }

    override fun removeConnectionListener(listener: ConnectionListener) {
        listeners -= listener
    }

    override fun newBuilder(): RealtimeClient.Builder = throw UnsupportedOperationException()

    override fun reconnectNow() = throw UnsupportedOperationException()

    override fun pause() = throw UnsupportedOperationException()

    override fun resume() = throw UnsupportedOperationException()

    override fun stats(): ClientStats = throw UnsupportedOperationException()

    override fun diagnostics(): Diagnostics = throw UnsupportedOperationException()

    override fun close() = throw UnsupportedOperationException()
}

/** Holds what the server sent until it is asked for, as the real one does. */
class FakeSubscription(val options: SubscriptionOptions<*>, private val listener: SubscriptionListener<Any>) :
    Subscription {
    private val waiting = ArrayDeque<(SubscriptionListener<Any>) -> Boolean>()
    private var demand = 0L
    val requests = mutableListOf<Long>()
    var unsubscribed = 0

    /** The server's messages; each is its text. */
    fun server(vararg texts: String) = texts.map { text ->
        FakeMessage(text).also { message ->
            say {
                it.onMessage(message)
                true
            }
        }
    }

    fun subscribed(continuity: Continuity) = word { it.onSubscribed(continuity) }

    fun dropped(messages: Long) = word { it.onDropped(DroppedMessages.of(messages, messages)) }

    fun fault(error: Throwable) = word { it.onError(error) }

    fun ended(reason: CloseReason) = word { it.onEnded(reason) }

    private fun word(told: (SubscriptionListener<Any>) -> Unit) = say {
        told(it)
        false
    }

    private fun say(told: (SubscriptionListener<Any>) -> Boolean) {
        waiting += told
        deliver()
    }

    /** Asks for words too only when there is demand, which flows always have but while they wait for their collector. */
    private fun deliver() {
        while (demand > 0 && unsubscribed == 0 && waiting.isNotEmpty()) {
            if (waiting.removeFirst()(listener)) demand--
        }
    }

    /** Messages that wait since nobody asked for them. */
    val queued get() = waiting.size

    override fun request(messages: Long) {
        requests += messages
        demand += messages
        deliver()
    }

    override fun unsubscribe() {
        unsubscribed++
    }

    override fun unsubscribeAndWait() = unsubscribe()

    override fun topic(): String = options.topic()

    override fun state(): SubscriptionState = throw UnsupportedOperationException()

    override fun cursor(): String? = throw UnsupportedOperationException()

    override fun attemptName(): String? = null

    override fun stats(): SubscriptionStats = throw UnsupportedOperationException()
}

class FakeMessage(private val text: String?) : Message<Any> {
    var acknowledged = false

    override fun topic() = "a"

    override fun id(): String? = null

    override fun type(): String? = null

    override fun data(): Any? = text

    override fun text() = text ?: "null"

    override fun bytes() = text().toByteArray()

    override fun ack() {
        acknowledged = true
    }

    override fun receivedNanos() = 0L
}
