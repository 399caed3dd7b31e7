package dev.holdfast.kotlin

import dev.holdfast.Acknowledgement
import dev.holdfast.CloseException
import dev.holdfast.CloseReason
import dev.holdfast.CloseReason.Kind
import dev.holdfast.ConnectionState
import dev.holdfast.Continuity
import dev.holdfast.Overflow
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** A subscription as a flow, on virtual time. */
class FlowsTest : FlowTest() {
    @Test
    fun itIsColdAndEachCollectorHasASubscriptionOfItsOwn() = runTest {
        val flow = client.messages(text)
        assertThat(client.subscriptions).isEmpty()
        val jobs = List(2) { launch { flow.collect { got += it.text() } } }
        runCurrent()
        assertThat(client.subscriptions).hasSize(2)
        client.subscriptions[1].server("x")
        runCurrent()
        assertThat(got).containsExactly("x")
        jobs.forEach { it.cancel() }
    }

    @Test
    fun messagesComeInOrderAndTheEndBehindThem() = runTest {
        collect()
        client.only.server(*Array(500) { "$it" })
        client.only.ended(CloseReason.fatal(Kind.NO_CONTENT, "204"))
        runCurrent()
        assertThat(got).containsExactlyElementsOf(List(500) { "$it" } + "completed")
    }

    @Test
    fun cancellingUnsubscribes() = runTest {
        val job = collect()
        assertThat(client.only.unsubscribed).isZero()
        job.cancel()
        runCurrent()
        assertThat(job.isCompleted).isTrue()
        assertThat(client.only.unsubscribed).isEqualTo(1)
    }

    @Test
    fun whoHasTakenEnoughUnsubscribes() = runTest {
        launch { got += client.messages(text).take(2).toList().map { it.text() } }
        runCurrent()
        client.only.server("1", "2", "3")
        runCurrent()
        assertThat(got).containsExactly("1", "2")
        assertThat(client.only.unsubscribed).isEqualTo(1)
    }

    @Test
    fun aSlowCollectorAsksForNoMoreThanWasTakenAhead() = runTest {
        val job = collect(takesMillis = 1000)
        repeat(100) { client.only.subscribed(Continuity.RESUMED) } // which nobody asks for
        client.only.server(*Array(200) { "$it" })
        runCurrent()
        assertThat(client.only.requests).containsExactly(64)
        assertThat(client.only.queued).isEqualTo(136)
        advanceTimeBy(31_500)
        assertThat(got).hasSize(31)
        assertThat(client.only.requests).containsExactly(64)
        advanceTimeBy(1000)
        assertThat(client.only.requests).containsExactly(64, 32)
        assertThat(client.only.queued).isEqualTo(104)
        job.cancel()
    }

    @Test
    fun whereOldMessagesGiveWayNoneIsTakenAhead() = runTest {
        val dropping = listOf(
            text.withOverflow(Overflow.latest { it.text() }),
            text.withOverflow(Overflow.dropOldest()),
            text.withOverflow(Overflow.dropNewest()),
            text.withAcknowledgement(Acknowledgement.ON_RECEIPT),
        )
        for (options in dropping) {
            val job = collect(options, takesMillis = 1000)
            val subscription = client.subscriptions.last()
            subscription.server("1", "2", "3")
            advanceTimeBy(999)
            assertThat(subscription.requests).containsExactly(1)
            advanceTimeBy(2)
            assertThat(subscription.requests).containsExactly(1, 1)
            job.cancel()
        }
    }

    @Test
    fun aMessageIsAcknowledgedWhenItsCollectorIsDone() = runTest {
        val job = collect(takesMillis = 1000)
        assertThat(client.only.options.acknowledgement()).isEqualTo(Acknowledgement.MANUAL)
        assertThat(client.only.options.isOnDemand).isTrue()
        val (first, second, third) = client.only.server("1", "2", "3")
        advanceTimeBy(999)
        assertThat(first.acknowledged).isFalse()
        advanceTimeBy(2)
        assertThat(first.acknowledged).isTrue()
        assertThat(second.acknowledged).isFalse()
        job.cancel() // in the middle of the second
        runCurrent()
        assertThat(listOf(second, third)).noneMatch { it.acknowledged }
    }

    @Test
    fun theMessageAtWhichAFlowIsLeftIsNotAcknowledged() = runTest {
        launch { client.messages(text).first { it.text() == "2" } }
        runCurrent()
        val messages = client.only.server("1", "2", "3")
        runCurrent()
        assertThat(messages.map { it.acknowledged }).containsExactly(true, false, false)
    }

    @Test
    fun whoAcknowledgesHimselfIsNotForestalled() = runTest {
        for (mode in listOf(Acknowledgement.MANUAL, Acknowledgement.ON_RECEIPT)) {
            val job = collect(text.withAcknowledgement(mode))
            val subscription = client.subscriptions.last()
            assertThat(subscription.options.acknowledgement()).isEqualTo(mode)
            val message = subscription.server("1").single()
            runCurrent()
            assertThat(message.acknowledged).isFalse()
            job.cancel()
        }
        assertThat(got).containsExactly("1", "1")
    }

    @Test
    fun aClientThatIsClosedCompletesItBehindWhatWasTakenAhead() = runTest {
        collect(takesMillis = 10)
        client.only.server("1", "2")
        client.only.ended(CloseReason.fatal(Kind.CLOSED, "closed"))
        advanceTimeBy(30)
        assertThat(got).containsExactly("1", "2", "completed")
    }

    @Test
    fun anyOtherEndIsThrownBehindTheMessages() = runTest {
        collect()
        client.only.server("1")
        client.only.ended(CloseReason.fatal(Kind.HTTP_STATUS, "gone").withCode(410))
        runCurrent()
        assertThat(got).containsExactly("1")
        assertThat((failure as CloseException).reason().code()).isEqualTo(410)
        assertThat(client.only.unsubscribed).isEqualTo(1)
    }

    @Test
    fun aClientClosedBeforeIsThrown() = runTest {
        client.state = ConnectionState.CLOSED
        collect()
        assertThat(failure).isInstanceOf(IllegalStateException::class.java)
    }

    @Test
    fun whatNoDemandHoldsBackIsBoundedAndItsEndIsTold() = runTest {
        var told = 0
        launch {
            try {
                client.events(text).collect {
                    told++
                    if (told == 1) delay(1000)
                }
            } catch (e: CloseException) {
                failure = e
            }
        }
        runCurrent()
        repeat(5000) { client.only.fault(IllegalArgumentException("$it")) }
        advanceTimeBy(1001)
        assertThat((failure as CloseException).reason().kind()).isEqualTo(Kind.SLOW_CONSUMER)
        assertThat(told).isBetween(1024, 1100)
    }

    @Test
    fun aBufferHasItsMessagesAcknowledgedAsItTakesThem() = runTest {
        val job = launch { client.messages(text).buffer(2).collect { awaitCancellation() } }
        runCurrent()
        val messages = client.only.server("1", "2", "3", "4", "5")
        runCurrent()
        assertThat(messages.count { it.acknowledged }).isEqualTo(3)
        job.cancel()
    }

    @Test
    fun aTypeMayBeGeneric() = runTest {
        val job = launch { client.messages<List<Map<String, Int>>>("a").collect {} }
        runCurrent()
        assertThat(client.only.options.type().toString())
            .isEqualTo("java.util.List<java.util.Map<java.lang.String, java.lang.Integer>>")
        job.cancel()
        assertThat(optionsOf<String>("b").type()).isEqualTo(String::class.java)
    }
}
