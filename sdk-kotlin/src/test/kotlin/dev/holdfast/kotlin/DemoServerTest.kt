package dev.holdfast.kotlin

import dev.holdfast.Backoff
import dev.holdfast.ConnectionState
import dev.holdfast.Continuity
import dev.holdfast.Heartbeat
import dev.holdfast.RealtimeClient
import dev.holdfast.protocol.HoldfastJson
import dev.holdfast.samples.Sample
import dev.holdfast.samples.server.DemoServer
import dev.holdfast.samples.server.Plant
import dev.holdfast.samples.server.ServerSettings
import java.time.Duration
import java.time.Duration.ofMillis
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

/** Over real sockets, against the demo's server. */
class DemoServerTest {
    class Time(val millis: Long)

    private fun server(cuts: Boolean) = DemoServer(
        ServerSettings(
            ofMillis(10),
            if (cuts) ofMillis(50) else Duration.ZERO,
            ofMillis(150),
            ofMillis(200),
            7,
            Plant.NOTHING,
        ),
    ) {}.also { it.start() }

    private fun client(server: DemoServer, transport: String): RealtimeClient {
        val builder = if (transport == "sse") {
            RealtimeClient.builder("http://127.0.0.1:${server.port()}/feed")
        } else {
            RealtimeClient.builder("ws://127.0.0.1:${server.port()}/realtime").protocol(HoldfastJson.create())
        }
        return builder
            .heartbeat(Heartbeat.every(ofMillis(200)).withGrace(ofMillis(200)))
            .backoff(Backoff.exponential(ofMillis(10), ofMillis(50)).withFirstRetry(ofMillis(10)))
            .build()
    }

    private fun run(cuts: Boolean, transport: String, test: suspend (RealtimeClient) -> Unit) =
        server(cuts).use { server ->
            client(server, transport).use { client -> runBlocking { withTimeout(40.seconds) { test(client) } } }
        }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = ["ws", "sse"])
    fun nothingIsLostOrDoubledHoweverOftenTheServerCuts(transport: String) = run(true, transport) { client ->
        val numbers = mutableListOf<Long>()
        val continuity = mutableListOf<Continuity>()
        client.events<Sample.Cpu>("cpu").flowOn(Dispatchers.Default).first { event ->
            when (event) {
                is StreamEvent.Data -> numbers += event.message.data()!!.seq()
                is StreamEvent.Subscribed -> continuity += event.continuity
                else -> throw AssertionError(event)
            }
            continuity.size > 4 && numbers.size > 200
        }
        assertThat(continuity.drop(1)).containsOnly(Continuity.RESUMED)
        assertThat(numbers).containsExactlyElementsOf((numbers.first()..numbers.last()).toList())
    }

    @Test
    fun askingPublishingAndTheStateOfTheConnection() = run(false, "ws") { client ->
        val states = mutableListOf<ConnectionState>()
        runBlocking {
            val watching = launch {
                client.connectionStates.first {
                    states += it
                    it == ConnectionState.CLOSED
                }
            }
            while (states.isEmpty()) yield()
            assertThat(client.publishAndAwait("notes", "hello").id()).endsWith(":1")
            assertThat(client.call<Time>("time", null).millis).isPositive()
            assertThat(client.call<Map<String, Long>>("time", null)["millis"]).isPositive()
            assertThat(client.messages<Map<String, Double>>("cpu").take(3).toList().map { it.data()!!["seq"] })
                .hasSize(3)
                .doesNotContainNull()
            assertThat(client.drain(20.seconds)).isTrue()
            watching.join()
        }
        assertThat(states).startsWith(ConnectionState.IDLE).endsWith(ConnectionState.CLOSED)
    }

    @Test
    fun closingTheClientCompletesItsFlows() = run(false, "sse") { client ->
        var count = 0
        client.messages<Sample.Cpu>("cpu").collect { if (++count == 10) client.close() }
        assertThat(count).isGreaterThanOrEqualTo(10)
    }
}
