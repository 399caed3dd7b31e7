package dev.holdfast.kotlin

import dev.holdfast.Acknowledgement
import dev.holdfast.CloseException
import dev.holdfast.CloseReason
import dev.holdfast.Continuity
import dev.holdfast.DroppedMessages
import dev.holdfast.Message
import dev.holdfast.Overflow
import dev.holdfast.RealtimeClient
import dev.holdfast.SubscriptionListener
import dev.holdfast.SubscriptionOptions
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** How many messages are taken out of the subscription's queue ahead of the collector. */
private const val AHEAD = 64

/** How many gaps, drops and faults may wait for the collector; a server that makes more of them is not waited out. */
private const val WORDS = 1024

/**
 * A topic's messages, decoded to [T]: a cold flow, as [messages] of a request tells. [T] may be generic, such as
 * `List<Quote>`. A `String` is a JSON string; `messages(SubscriptionOptions.text(topic))` is the payload undecoded.
 */
public inline fun <reified T : Any> RealtimeClient.messages(topic: String): Flow<Message<T>> =
    messages(optionsOf<T>(topic))

/** A topic's messages and all that is told between them, decoded to [T], as [events] of a request tells. */
public inline fun <reified T : Any> RealtimeClient.events(topic: String): Flow<StreamEvent<T>> =
    events(optionsOf<T>(topic))

/**
 * The messages of a request, in order. This is [events] without what comes between them: gaps and drops are passed over,
 * and the first message that cannot be decoded is thrown out of `collect`. Collect [events] to hear of the ones and to go
 * on after the other.
 */
public fun <T : Any> RealtimeClient.messages(options: SubscriptionOptions<T>): Flow<Message<T>> =
    events(options).messages()

/**
 * The messages of a request and all that is told between them, in order. A cold flow: each collector has a subscription of
 * its own, made when it begins and given up when it ends or is cancelled.
 *
 * **A slow collector suspends the stream.** At most 64 messages are taken ahead of it, one where the overflow policy drops
 * or the position moves on receipt; the rest waits in the subscription's queue, and once that is full
 * [its policy][SubscriptionOptions.overflow] decides: unless said, the server waits. Nothing is dropped that no
 * [StreamEvent.Dropped] tells. Where a collector leaves more than 1,024 other events waiting, the flow fails with
 * [CloseReason.Kind.SLOW_CONSUMER].
 *
 * **A message is handled when the collector is done with it**, unless the request says otherwise: a process that dies sees
 * it again in its next life, and so does one that leaves the flow by `take`, `first` or an exception with the message at
 * which it left, unless that was [acknowledged][Message.ack]. Behind `buffer`, `flowOn` or `shareIn` it is done with when
 * they have taken it; [Acknowledgement.MANUAL] is for those.
 *
 * **It ends** by completing when the client is closed or the server says that there is no more
 * ([CloseReason.Kind.NO_CONTENT]), after what was taken ahead; at any other end that is not tried again, `collect` throws
 * [CloseException] there. It throws [IllegalArgumentException] where the protocol cannot ask for this, and
 * [IllegalStateException] where the client is closed already.
 *
 * The collector runs in its own context, payloads are decoded on the threads of the client's [dev.holdfast.Delivery]. When
 * the collector has ended, no thread works for it any more: it waits for a payload just being decoded, and nothing else.
 */
public fun <T : Any> RealtimeClient.events(options: SubscriptionOptions<T>): Flow<StreamEvent<T>> {
    val acknowledges = options.acknowledgement() == Acknowledgement.ON_RETURN
    val ahead = if (staysInQueue(options)) 1 else AHEAD
    val onDemand = options.withDemand().let { if (acknowledges) it.withAcknowledgement(Acknowledgement.MANUAL) else it }
    return flow {
        val incoming = Incoming<T>(ahead)
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

/** What was taken ahead cannot be dropped for something newer, and on receipt it would not count against the queue. */
private fun staysInQueue(options: SubscriptionOptions<*>): Boolean =
    options.acknowledgement() == Acknowledgement.ON_RECEIPT ||
        options.overflow().kind().let { it != Overflow.Kind.BLOCK && it != Overflow.Kind.FAIL }

/** What the subscription says, on the threads of its delivery. It never waits, and so neither does `unsubscribe` for it. */
private class Incoming<T : Any>(ahead: Int) : SubscriptionListener<T> {
    /** Bounded by demand for messages, and by its capacity for what no demand holds back. */
    val events = Channel<StreamEvent<T>>(ahead + WORDS)

    override fun onMessage(message: Message<T>) = put(StreamEvent.Data(message))

    override fun onSubscribed(continuity: Continuity) = put(StreamEvent.Subscribed(continuity))

    override fun onDropped(dropped: DroppedMessages) = put(StreamEvent.Dropped(dropped))

    override fun onError(error: Throwable) = put(StreamEvent.Fault(error))

    override fun onEnded(reason: CloseReason) {
        val quiet = reason.kind() == CloseReason.Kind.CLOSED || reason.kind() == CloseReason.Kind.NO_CONTENT
        events.close(if (quiet) null else CloseException(reason))
    }

    private fun put(event: StreamEvent<T>) {
        if (events.trySend(event).isSuccess) return
        val text = "The collector left more than $WORDS events waiting"
        events.close(CloseException(CloseReason.fatal(CloseReason.Kind.SLOW_CONSUMER, text)))
    }
}
