@file:Suppress("UNUSED_VARIABLE", "unused")

package dev.holdfast.kotlin.docs

import dev.holdfast.Acknowledgement
import dev.holdfast.ConnectionState
import dev.holdfast.Continuity
import dev.holdfast.Overflow
import dev.holdfast.RealtimeClient
import dev.holdfast.Receipt
import dev.holdfast.SubscriptionOptions
import dev.holdfast.kotlin.StreamEvent
import dev.holdfast.kotlin.call
import dev.holdfast.kotlin.connectionEvents
import dev.holdfast.kotlin.connectionStates
import dev.holdfast.kotlin.continuity
import dev.holdfast.kotlin.drain
import dev.holdfast.kotlin.events
import dev.holdfast.kotlin.messages
import dev.holdfast.kotlin.optionsOf
import dev.holdfast.kotlin.publishAndAwait
import dev.holdfast.protocol.HoldfastJson
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.shareIn
import kotlinx.coroutines.launch

interface Chart {
    fun add(value: Any?)

    fun show(values: List<Any>?)

    fun reload()
}

interface Book {
    fun apply(value: Any?)
}

interface Light {
    fun show(on: Boolean)
}

/** The snippets of docs/kotlin.md, which SnippetsTest compares with what stands there. */
class Snippets(
    private val client: RealtimeClient,
    private val scope: CoroutineScope,
    private val chart: Chart,
    private val book: Book,
    private val light: Light,
) {
    // snippet
    data class Quote(val symbol: String, val price: Double)

    suspend fun watch() {
        RealtimeClient.builder("wss://feed.example.com/realtime").protocol(HoldfastJson.create()).build().use { client ->
            client.messages<Quote>("prices").collect { println(it.data()?.price) }
        }
    }
    // end

    suspend fun messages() {
        // snippet
        client.messages<List<Quote>>("boards").collect { board -> chart.show(board.data()) }

        client.messages(SubscriptionOptions.text("raw")).collect { println(it.text()) } // undecoded

        client.messages(optionsOf<Quote>("prices").withOverflow(Overflow.latest { it.id() })).collect { chart.add(it.data()) }
        // end
    }

    suspend fun everything() {
        // snippet
        client.events<Quote>("prices").collect { event ->
            when (event) {
                is StreamEvent.Data -> chart.add(event.message.data())
                is StreamEvent.Subscribed -> if (event.continuity == Continuity.GAP) chart.reload()
                is StreamEvent.Dropped -> println(event.dropped)
                is StreamEvent.Fault -> println(event.error)
            }
        }
        // end
    }

    suspend fun shared() {
        // snippet
        val prices = client.events<Quote>("prices").shareIn(scope, SharingStarted.WhileSubscribed())
        scope.launch { prices.messages().collect { chart.add(it.data()) } }
        scope.launch { prices.continuity().filter { it == Continuity.GAP }.collect { chart.reload() } }
        // end
    }

    suspend fun byHand() {
        // snippet
        client.messages(optionsOf<Quote>("orders").withAcknowledgement(Acknowledgement.MANUAL))
            .buffer(16)
            .collect { order ->
                book.apply(order.data())
                order.ack()
            }
        // end
    }

    suspend fun commands() {
        // snippet
        val receipt: Receipt = client.publishAndAwait("orders", Quote("AAPL", 228.5))
        val quotes: List<Quote> = client.call("quotes", mapOf("of" to "AAPL"))
        val quiet: Boolean = client.drain(5.seconds)
        // end
    }

    suspend fun connection() {
        // snippet
        scope.launch { client.connectionStates.collect { light.show(it == ConnectionState.CONNECTED) } }
        scope.launch { client.connectionEvents.collect { println(it) } }
        // end
    }
}
