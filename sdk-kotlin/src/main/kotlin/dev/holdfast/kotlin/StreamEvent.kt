package dev.holdfast.kotlin

import dev.holdfast.Continuity
import dev.holdfast.DecodeException
import dev.holdfast.Message
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.transform

/** An event of a subscription. Events arrive in the order in which they happened. Immutable. */
public sealed interface StreamEvent<out T : Any> {
    /** A message. By default it counts as handled when the collector has processed this event; see [events]. */
    public class Data<out T : Any>(public val message: Message<@UnsafeVariance T>) : StreamEvent<T> {
        override fun toString(): String = message.toString()
    }

    /** The server accepted a subscribe or a resubscribe. Emitted before the first message that follows. */
    public class Subscribed(public val continuity: Continuity) : StreamEvent<Nothing> {
        override fun toString(): String = "Subscribed($continuity)"
    }

    /** The [dev.holdfast.Overflow] policy has dropped messages. With the default `block()` this never happens. */
    public class Dropped(public val dropped: dev.holdfast.DroppedMessages) : StreamEvent<Nothing> {
        override fun toString(): String = dropped.toString()
    }

    /**
     * A message could not be decoded (a [DecodeException]), and counts as handled, or a cursor could not be loaded or
     * saved. The subscription continues.
     */
    public class Fault(public val error: Throwable) : StreamEvent<Nothing> {
        override fun toString(): String = "Fault($error)"
    }
}

/**
 * Returns only the messages. Gaps, drops and faults are skipped, except that `collect` throws a [DecodeException],
 * because a message would otherwise be lost without notice.
 */
public fun <T : Any> Flow<StreamEvent<T>>.messages(): Flow<Message<T>> = transform { event ->
    when (event) {
        is StreamEvent.Data -> emit(event.message)
        is StreamEvent.Fault -> if (event.error is DecodeException) throw event.error
        is StreamEvent.Subscribed, is StreamEvent.Dropped -> {}
    }
}

/** Returns the [Continuity] of each subscribe and resubscribe. */
public fun Flow<StreamEvent<*>>.continuity(): Flow<Continuity> =
    filterIsInstance<StreamEvent.Subscribed>().map { it.continuity }
