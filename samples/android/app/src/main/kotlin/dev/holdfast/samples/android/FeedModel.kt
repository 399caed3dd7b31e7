package dev.holdfast.samples.android

import android.content.Context
import dev.holdfast.CloseException
import dev.holdfast.ConnectionEvent
import dev.holdfast.ConnectionState
import dev.holdfast.Continuity
import dev.holdfast.RealtimeClient
import dev.holdfast.SubscriptionOptions
import dev.holdfast.android.HoldfastAndroid
import dev.holdfast.kotlin.StreamEvent
import dev.holdfast.kotlin.connectionEvents
import dev.holdfast.kotlin.events
import java.util.function.Consumer
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** The maximum number of rows. */
private const val MOST = 200

private const val LAST_URL = "url"

/**
 * The state of the screen: the last address, possibly from an earlier process, the connection state as text, and the
 * rows, newest first.
 */
data class Feed(val url: String = "", val connection: String = "", val rows: List<String> = emptyList()) {
    fun with(row: String): Feed = copy(rows = listOf(row) + rows.take(MOST - 1))
}

/** The model of one feed at a time. Confined to the main thread. */
class FeedModel(private val context: Context) {
    private val scope = MainScope()
    private val shown = MutableStateFlow(Feed())
    private var client: RealtimeClient? = null
    private var collecting: Job? = null

    val feed: StateFlow<Feed> get() = shown

    init {
        scope.launch {
            val last = withContext(Dispatchers.IO) { settings().getString(LAST_URL, null) } ?: return@launch
            if (shown.value.url.isEmpty()) shown.update { it.copy(url = last) }
        }
    }

    /** Closes the current feed and opens another. */
    fun open(url: String) {
        close()
        val opened = try {
            HoldfastAndroid.builder(context, url).build()
        } catch (e: IllegalArgumentException) {
            shown.value = Feed(url, e.message ?: e.toString())
            return
        }
        scope.launch(Dispatchers.IO) { settings().edit().putString(LAST_URL, url).apply() }
        client = opened
        shown.value = Feed(url, "Not connected yet")
        collecting = scope.launch {
            // Immediate, so that events caused by subscribing are received.
            launch(Dispatchers.Main.immediate) {
                opened.connectionEvents.collect { event -> shown.update { it.copy(connection = event.inWords()) } }
            }
            collect(opened)
        }
    }

    /** Closes the current feed. */
    fun close() {
        collecting?.cancel()
        client?.close()
    }

    /** Passes every state to [show], starting with the current one, until the result is closed. */
    fun watch(show: Consumer<Feed>): AutoCloseable {
        val job = scope.launch { shown.collect(show::accept) }
        return AutoCloseable { job.cancel() }
    }

    private suspend fun collect(from: RealtimeClient) {
        try {
            from.events(SubscriptionOptions.text("feed")).collect { event ->
                when (event) {
                    is StreamEvent.Data -> row(event.message.text())
                    is StreamEvent.Subscribed -> if (event.continuity == Continuity.GAP) row("— messages were lost —")
                    is StreamEvent.Dropped -> row("— ${event.dropped} —")
                    is StreamEvent.Fault -> row("— ${event.error} —")
                }
            }
            row("— end of feed —")
        } catch (e: CloseException) {
            row("— ${e.reason().text()} —")
        }
    }

    private fun row(text: String) = shown.update { it.with(text) }

    /** Returns the preferences. The first access reads a file, so do not call it on the main thread. */
    private fun settings() = context.getSharedPreferences("feed", Context.MODE_PRIVATE)
}

private fun ConnectionEvent.inWords(): String = when (current()) {
    ConnectionState.CONNECTING -> "Connecting"
    ConnectionState.CONNECTED -> "Connected"
    ConnectionState.RECONNECTING -> again()
    ConnectionState.IDLE -> "Idle: ${reason()?.text() ?: "nothing to do"}"
    ConnectionState.CLOSED -> "Closed: ${reason()?.text() ?: "permanently"}"
}

private fun ConnectionEvent.again(): String {
    val delay = delay() ?: return "Attempt ${attempt()}"
    return "Attempt ${attempt()} in ${delay.toMillis()} ms: ${reason()?.text() ?: "the connection ended"}"
}
