package dev.holdfast.kotlin

import dev.holdfast.CloseException
import dev.holdfast.CloseReason
import dev.holdfast.ConnectionState.CLOSED
import dev.holdfast.ConnectionState.CONNECTED
import dev.holdfast.ConnectionState.CONNECTING
import dev.holdfast.ConnectionState.IDLE
import dev.holdfast.ConnectionState.RECONNECTING
import dev.holdfast.Message
import dev.holdfast.Receipt
import java.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** What a client says and is asked, in coroutines. */
class ClientsTest {
    private val client = FakeClient()

    @Test
    fun statesBeginWithTheOneThereIsAndEndWithTheLast() = runTest {
        client.state = CONNECTING
        val seen = mutableListOf<Any>()
        val job = launch {
            client.connectionStates.collect {
                seen += it
                delay(1000)
            }
        }
        runCurrent()
        client.changeTo(CONNECTED)
        client.changeTo(RECONNECTING)
        client.changeTo(CONNECTED)
        client.changeTo(CLOSED)
        advanceTimeBy(2001)
        assertThat(seen).containsExactly(CONNECTING, CLOSED)
        job.cancel()
        runCurrent()
        assertThat(client.listeners).isEmpty()
    }

    @Test
    fun aStateIsToldOnce() = runTest {
        val seen = mutableListOf<Any>()
        val job = launch { client.connectionStates.collect { seen += it } }
        runCurrent()
        for (next in listOf(CONNECTING, RECONNECTING, RECONNECTING, CONNECTED)) {
            client.changeTo(next)
            runCurrent()
        }
        assertThat(seen).containsExactly(IDLE, CONNECTING, RECONNECTING, CONNECTED)
        job.cancel()
    }

    @Test
    fun connectionEventsAllComeUntilThereAreTooMany() = runTest {
        val seen = mutableListOf<Any>()
        assertThat(client.connectionEvents).isNotNull
        assertThat(client.listeners).isEmpty()
        val job = launch { client.connectionEvents.collect { seen += it.current() } }
        runCurrent()
        repeat(512) {
            client.changeTo(RECONNECTING)
            client.changeTo(CONNECTED)
        }
        runCurrent()
        assertThat(seen).hasSize(1024).startsWith(RECONNECTING, CONNECTED)
        seen.clear()
        repeat(5000) { client.changeTo(RECONNECTING) }
        client.changeTo(IDLE)
        runCurrent()
        assertThat(seen.size).isBetween(1024, 1025)
        assertThat(seen).endsWith(IDLE)
        job.cancel()
        runCurrent()
        assertThat(client.listeners).isEmpty()
    }

    @Test
    fun publishWaitsForItsReceipt() = runTest {
        val receipt = async { client.publishAndAwait("t", 42) }
        runCurrent()
        assertThat(receipt.isCompleted).isFalse()
        client.receipt.complete(Receipt.of("t", "1"))
        assertThat(receipt.await().id()).isEqualTo("1")
        assertThat(client.asked).containsExactly(listOf("t", 42))
    }

    @Test
    fun whatIsRefusedIsThrownAsItIs() = runTest {
        client.receipt.completeExceptionally(CloseException(CloseReason.fatal(CloseReason.Kind.SERVER, "no")))
        val refused = runCatching { client.publishAndAwait("t", null) }.exceptionOrNull()
        assertThat((refused as CloseException).reason().kind()).isEqualTo(CloseReason.Kind.SERVER)
    }

    @Test
    fun anAnswerMayBeGeneric() = runTest {
        client.answer.complete(listOf(1, 2))
        val answer: List<Int> = client.call<List<Int>>("t", null)
        assertThat(answer).containsExactly(1, 2)
        assertThat(client.asked.single().toString()).isEqualTo("[t, null, java.util.List<java.lang.Integer>]")
    }

    @Test
    fun onlyANullableTypeTakesNull() = runTest {
        client.answer.complete(null)
        assertThat(client.call<String?>("t", null)).isNull()
        val refused = runCatching { client.call<String>("t", null) }.exceptionOrNull()
        assertThat(refused).isInstanceOf(NullPointerException::class.java).hasMessageContaining("nullable")
    }

    @Test
    fun drainingWaits() = runTest {
        val drained = async { client.drain(5.seconds) }
        runCurrent()
        assertThat(client.asked).containsExactly(Duration.ofSeconds(5))
        assertThat(drained.isCompleted).isFalse()
        client.drained.complete(false)
        assertThat(drained.await()).isFalse()
    }

    @Test
    fun cancellingEndsTheWait() = runTest {
        val jobs = listOf(
            launch { client.publishAndAwait("t", 1) },
            launch { client.call<String>("t", 1) },
            launch { client.drain(1.seconds) },
        )
        runCurrent()
        assertThat(client.asked).hasSize(3)
        jobs.forEach { it.cancel() }
        runCurrent()
        assertThat(jobs).allMatch { it.isCancelled && it.isCompleted }
    }

    @Test
    fun dataThatIsNullIsSeenAsSuch() {
        val messages: List<Message<out Any>> = listOf(FakeMessage("x"), FakeMessage(null))
        assertThat(messages.map { it.data() }).containsExactly("x", null)
    }
}
