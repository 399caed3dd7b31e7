package dev.holdfast.kotlin

import dev.holdfast.Acknowledgement
import dev.holdfast.CloseException
import dev.holdfast.CloseReason
import dev.holdfast.Continuity
import dev.holdfast.DecodeException
import dev.holdfast.DroppedMessages
import dev.holdfast.Message
import dev.holdfast.Overflow
import dev.holdfast.RealtimeClient
import dev.holdfast.SubscriptionListener
import dev.holdfast.SubscriptionOptions
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** The number of messages buffered for the collector outside of the subscription's queue. */
private const val MAX_MESSAGES_AHEAD = 64

/** The number of gaps, drops and faults that may wait for the collector before the flow fails. */
private const val MAX_WAITING_EVENTS = 1024

/**
 * Returns a cold flow of a topic's messages, decoded to [T]. [T] may be generic, such as `List<Quote>`. `String`
 * decodes a JSON string; use `messages(SubscriptionOptions.text(topic))` for the raw payload. See [messages] with
 * options for details.
 */
public inline fun <reified T : Any> RealtimeClient.messages(topic: String): Flow<Message<T>> =
    messages(optionsOf<T>(topic))

/**
 * Returns a cold flow of a topic's messages, decoded to [T], and of the events between them. See [events] with options
 * for details.
 */
public inline fun <reified T : Any> RealtimeClient.events(topic: String): Flow<StreamEvent<T>> =
    events(optionsOf<T>(topic))

/**
 * Returns a cold flow of the messages of a subscription, in order. It works like [events], but skips gaps and drops,
 * and `collect` throws a [DecodeException] at the first message that cannot be decoded. Other errors, such as those of a
 * cursor store, go to [RealtimeClient.Builder.onUnhandled] and end nothing. Collect [events] to see gaps and to continue
 * after errors.
 */
public fun <T : Any> RealtimeClient.messages(options: SubscriptionOptions<T>): Flow<Message<T>> =
    events(options, false).messages()

/**
 * Returns a cold flow of the messages of a subscription and of the events between them, in order. Each collector has a
 * subscription of its own, which starts with the collection and ends with it.
 *
 * **Back-pressure.** The flow buffers at most 64 messages for a slow collector, or one if the overflow policy drops
 * messages or [Acknowledgement.ON_RECEIPT] is set. Further messages wait in the subscription's queue. When the queue is
 * full, its [overflow policy][SubscriptionOptions.overflow] decides; by default the server waits. Each drop is reported
 * by a [StreamEvent.Dropped]. If more than 1,024 other events wait for the collector, the flow fails with
 * [CloseReason.Kind.SLOW_CONSUMER].
 *
 * **Acknowledgement.** By default a message counts as handled when the collector has processed it. After a crash, a
 * message that was not handled is delivered again. The same is true for the message at which a collector leaves the
 * flow, by `take`, `first` or an exception, unless it was [acknowledged][Message.ack]. After `buffer`, `flowOn` or
 * `shareIn` a message already counts as handled when that operator has taken it; use [Acknowledgement.MANUAL] with
 * those.
 *
 * **End.** The flow completes after all buffered messages when the client is closed or the server has no more messages
 * ([CloseReason.Kind.NO_CONTENT]). At any other end that is not retried, `collect` throws [CloseException] after them.
 * `collect` throws [IllegalArgumentException] if the protocol does not support the options, and [IllegalStateException]
 * if the client is closed already.
 *
 * **Threads.** The collector runs in its own context. Payloads are decoded on the threads of the client's
 * [dev.holdfast.Delivery]. The end of a collection waits until a payload that is being decoded is finished. No thread
 * works for the collector after that.
 */
public fun <T : Any> RealtimeClient.events(options: SubscriptionOptions<T>): Flow<StreamEvent<T>> = events(options, true)

/** Leaves faults other than messages that cannot be decoded to the client if not [faults]. */
private fun <T : Any> RealtimeClient.events(options: SubscriptionOptions<T>, faults: Boolean): Flow<StreamEvent<T>> {
    val acknowledges = options.acknowledgement() == Acknowledgement.ON_RETURN
    val ahead = if (staysInQueue(options)) 1 else MAX_MESSAGES_AHEAD
    val onDemand = options.withDemand().let { if (acknowledges) it.withAcknowledgement(Acknowledgement.MANUAL) else it }
    return flow {
        val incoming = Incoming<T>(ahead, faults)
        val subscription = subscribe(onDemand, incoming)
        try {
            subscription.request(ahead.toLong())
            var handled = 0
            for (event in incoming.events) {
                emit(event)
                if (event !is StreamEvent.Data) continue
                if (acknowledges) event.message.ack()
                if (++handled < (ahead + 1) / 2) continue
                subscription.request(handled.toLong())
                handled = 0
            }
        } finally {
            subscription.unsubscribeAndWait()
        }
    }
}

/**
 * Returns whether messages must stay in the subscription's queue. Buffered messages cannot be dropped for newer ones,
 * and with ON_RECEIPT they would not count against the queue limit.
 */
private fun staysInQueue(options: SubscriptionOptions<*>): Boolean =
    options.acknowledgement() == Acknowledgement.ON_RECEIPT ||
        options.overflow().kind().let { it != Overflow.Kind.BLOCK && it != Overflow.Kind.FAIL }

/** The listener of the subscription. Called on the threads of its delivery. It never blocks, so ending is quick. */
private class Incoming<T : Any>(ahead: Int, private val faults: Boolean) : SubscriptionListener<T> {
    /** Bounded by demand for messages, and by its capacity for other events. */
    val events = Channel<StreamEvent<T>>(ahead + MAX_WAITING_EVENTS)

    override fun onMessage(message: Message<T>) = put(StreamEvent.Data(message))

    override fun onSubscribed(continuity: Continuity) = put(StreamEvent.Subscribed(continuity))

    override fun onDropped(dropped: DroppedMessages) = put(StreamEvent.Dropped(dropped))

    override fun onError(error: Throwable) {
        if (!faults && error !is DecodeException) throw error
        put(StreamEvent.Fault(error))
    }

    override fun onEnded(reason: CloseReason) {
        val quiet = reason.kind() == CloseReason.Kind.CLOSED || reason.kind() == CloseReason.Kind.NO_CONTENT
        events.close(if (quiet) null else CloseException(reason))
    }

    private fun put(event: StreamEvent<T>) {
        if (events.trySend(event).isSuccess) return
        val text = "The collector is too slow: more than $MAX_WAITING_EVENTS events are waiting"
        events.close(CloseException(CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, text)))
    }
}
