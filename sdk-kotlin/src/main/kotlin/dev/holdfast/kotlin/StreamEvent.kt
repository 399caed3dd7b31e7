package dev.holdfast.kotlin

import dev.holdfast.Continuity
import dev.holdfast.Message
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.transform

/** What a subscription tells, in the order in which it happened. Immutable; may be kept and handed on. */
public sealed interface StreamEvent<out T : Any> {
    /** A message. It counts as handled when the collector is done with this event; see [events]. */
    public class Data<out T : Any>(public val message: Message<@UnsafeVariance T>) : StreamEvent<T> {
        override fun toString(): String = message.toString()
    }

    /** The server took the subscription up, the first time or again; it comes before the first message that follows. */
    public class Subscribed(public val continuity: Continuity) : StreamEvent<Nothing> {
        override fun toString(): String = "Subscribed($continuity)"
    }

    /** Messages were shed, as the request's [dev.holdfast.Overflow] says; with `block()`, the default, none ever are. */
    public class Dropped(public val dropped: dev.holdfast.DroppedMessages) : StreamEvent<Nothing> {
        override fun toString(): String = dropped.toString()
    }

    /** A message could not be decoded and counts as handled, or a position could not be kept. The subscription goes on. */
    public class Fault(public val error: Throwable) : StreamEvent<Nothing> {
        override fun toString(): String = "Fault($error)"
    }
}

/**
 * The messages alone. Gaps and drops are passed over; a [StreamEvent.Fault] is thrown out of `collect`, since a message
 * would be missing in silence otherwise.
 */
public fun <T : Any> Flow<StreamEvent<T>>.messages(): Flow<Message<T>> = transform { event ->
    when (event) {
        is StreamEvent.Data -> emit(event.message)
        is StreamEvent.Fault -> throw thrown(event.error)
        is StreamEvent.Subscribed, is StreamEvent.Dropped -> {}
    }
}

/** What is known of the messages between two connections, once for each time the server took the subscription up. */
public fun Flow<StreamEvent<*>>.continuity(): Flow<Continuity> =
    filterIsInstance<StreamEvent.Subscribed>().map { it.continuity }

/** A decoder's own CancellationException would pass for a cancelled collector, and end it without a word. */
private fun thrown(error: Throwable): Throwable =
    if (error is CancellationException) IllegalStateException("Not a cancellation: $error", error) else error
