package dev.holdfast.kotlin

import dev.holdfast.SubscriptionOptions
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent

/** The client, and the collectors, of tests of flows on virtual time. */
abstract class FlowTest {
    protected val client = FakeClient()
    protected val got = mutableListOf<String>()
    protected var failure: Throwable? = null

    protected val text = SubscriptionOptions.text("a")

    /** Collects; each message takes so long. */
    protected fun TestScope.collect(options: SubscriptionOptions<String> = text, takesMillis: Long = 0) = launch {
        try {
            client.messages(options).collect {
                if (takesMillis > 0) delay(takesMillis)
                got += it.text()
            }
            got += "completed"
        } catch (e: Exception) {
            failure = e
        }
    }.also { runCurrent() }

    protected fun TestScope.collectEvents(takesMillis: Long = 0) = launch {
        client.events(text).collect {
            if (takesMillis > 0) delay(takesMillis)
            got += if (it is StreamEvent.Data) it.message.text() else it.toString()
        }
        got += "completed"
    }.also { runCurrent() }
}
