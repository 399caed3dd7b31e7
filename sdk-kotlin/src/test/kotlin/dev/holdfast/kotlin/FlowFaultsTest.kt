package dev.holdfast.kotlin

import dev.holdfast.CloseReason
import dev.holdfast.CloseReason.Kind
import dev.holdfast.Continuity
import dev.holdfast.DecodeException
import java.io.IOException
import java.util.concurrent.CancellationException
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test

/** Faults, and the other events, of a subscription as a flow, on virtual time. */
class FlowFaultsTest : FlowTest() {
    @Test
    fun whatCannotBeDecodedIsThrownInItsPlace() = runTest {
        collect()
        client.only.server("1")
        val wrong = DecodeException(IllegalArgumentException("not a number"))
        client.only.fault(wrong)
        client.only.server("3")
        runCurrent()
        assertThat(got).containsExactly("1")
        assertThat(failure).isSameAs(wrong)
        assertThat(client.only.unsubscribed).isEqualTo(1)
    }

    @Test
    fun aDecodersCancellationIsNoCancellationOfTheCollector() = runTest {
        collect()
        client.only.fault(DecodeException(CancellationException("the decoder's own")))
        runCurrent()
        assertThat(failure).isNotInstanceOf(CancellationException::class.java).hasMessageContaining("the decoder's own")
    }

    @Test
    fun aStoreThatFailsEndsNothingAndIsLeftToTheClient() = runTest {
        val job = collect()
        client.only.server("1")
        val store = IOException("the store")
        assertThatThrownBy { client.only.fault(store) }.isSameAs(store)
        client.only.server("2")
        runCurrent()
        assertThat(got).containsExactly("1", "2")
        job.cancel()
    }

    @Test
    fun amongEventsAStoreThatFailsIsAFaultThatMessagesSkip() = runTest {
        val job = launch { client.events(text).messages().collect { got += it.text() } }
        runCurrent()
        client.only.fault(IOException("the store"))
        client.only.server("1")
        runCurrent()
        assertThat(got).containsExactly("1")
        job.cancel()
    }

    @Test
    fun eventsTellOfGapsDropsAndFaultsInTheirPlacesAndGoOn() = runTest {
        collectEvents()
        client.only.subscribed(Continuity.FRESH)
        client.only.server("1")
        client.only.subscribed(Continuity.GAP)
        client.only.dropped(7)
        client.only.fault(IllegalArgumentException("what"))
        client.only.server("2")
        client.only.ended(CloseReason.fatal(Kind.CLOSED, "closed"))
        runCurrent()
        assertThat(got).containsExactly(
            "Subscribed(FRESH)",
            "1",
            "Subscribed(GAP)",
            "7 messages dropped (7 bytes)",
            "Fault(java.lang.IllegalArgumentException: what)",
            "2",
            "completed",
        )
    }

    @Test
    fun continuityIsWhatEventsSayOfIt() = runTest {
        val seen = mutableListOf<Continuity>()
        val job = launch { client.events(text).continuity().collect { seen += it } }
        runCurrent()
        client.only.subscribed(Continuity.FRESH)
        client.only.server("1")
        client.only.subscribed(Continuity.GAP)
        runCurrent()
        assertThat(seen).containsExactly(Continuity.FRESH, Continuity.GAP)
        job.cancel()
    }
}
