package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.Backoff;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.DecodeException;
import dev.holdfast.DroppedMessages;
import dev.holdfast.Monitor;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** What is written where, and that the server can write the same names. */
class Slf4jMonitorTest {
    private final BlockingQueue<String> coming = new LinkedBlockingQueue<>();
    /** What came so far. */
    private final List<String> lines = new ArrayList<>();

    private final CountDownLatch closed = new CountDownLatch(1);

    /** Keeps what is logged. */
    private final class Log extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, @Nullable Marker marker, String pattern, Object @Nullable [] args, Throwable thrown) {
            coming.add(level + " " + MessageFormatter.basicArrayFormat(pattern, args)
                    + (thrown == null ? "" : " " + thrown.getMessage()));
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }

    private RealtimeClient client(CountedFeed feed) {
        Monitor end = new Monitor() {
            @Override
            public void onClosed(RealtimeClient client) {
                closed.countDown();
            }
        };
        return RealtimeClient.builder(feed.url())
                .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(10)))
                .monitor(Slf4jMonitor.create(new Log()))
                .monitor(end)
                .attemptHeader("X-Attempt")
                .build();
    }

    /** Waits for a line: who logs does not wait for the end of the client. */
    private void await(String begins, String holds) throws InterruptedException {
        while (lines.stream().noneMatch(line -> line.startsWith(begins) && line.contains(holds))) {
            String line = coming.poll(30, TimeUnit.SECONDS);
            assertThat(line).as("%s … %s, after %s", begins, holds, lines).isNotNull();
            lines.add(line);
        }
    }

    @Test
    void eachLineNamesItsAttemptAsTheServerKnowsIt() throws Exception {
        try (CountedFeed feed = new CountedFeed()) {
            RealtimeClient client = client(feed);
            try (MessageStream<String> stream = MessageStream.open(client, SubscriptionOptions.text("1001"))) {
                for (int i = 1; i <= 1001; i++) stream.poll(Duration.ofSeconds(30));
                assertThat(stream.poll(Duration.ofSeconds(30))).isNull();
            }
            client.close();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
            String first = feed.attempts().get(0);
            assertThat(first).endsWith("-1.1");
            await("DEBUG connection IDLE -> CONNECTING " + first, "");
            await("INFO connection CONNECTING -> CONNECTED " + first, "");
            await("DEBUG subscription " + first + " [1001] subscribed, continuity FRESH", "");
            await("WARN connection CONNECTED -> RECONNECTING " + first, "");
            String second = feed.attempts().get(1);
            await("DEBUG subscription " + second + " [1001] subscribed, continuity UNKNOWN", "");
            assertThat(lines).noneMatch(line -> line.startsWith("ERROR"));
            for (String line : lines) {
                Matcher name = Pattern.compile(first.substring(0, first.length() - 2) + "\\.\\d+")
                        .matcher(line);
                assertThat(name.find()).as(line).isTrue();
            }
        }
    }

    @Test
    void whatEndsForGoodIsAnErrorAndWhatIsThrownAWarning() throws Exception {
        try (CountedFeed feed = new CountedFeed()) {
            RealtimeClient client = client(feed);
            CountDownLatch told = new CountDownLatch(1);
            client.subscribe("1000000", message -> {
                told.countDown();
                throw new IllegalStateException("a listener");
            });
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            try (MessageStream<String> stream = MessageStream.open(client, SubscriptionOptions.text("none"))) {
                assertThat(catchThrowable(() -> stream.poll(Duration.ofSeconds(30))))
                        .isInstanceOf(StreamException.class);
            }
            client.close();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
            await("ERROR connection CONNECTING -> CLOSED ", "404");
            await("ERROR subscription ", "[none] ended: HTTP_STATUS 404");
            await("WARN subscription ", "[1000000] reported an error a listener");
        }
    }

    @Test
    void aSubscriptionThatWasNeverCarriedSaysSo() throws Exception {
        try (CountedFeed feed = new CountedFeed()) {
            RealtimeClient client = client(feed);
            client.pause();
            client.subscribe("3", message -> {});
            client.close();
            await("DEBUG subscription (no attempt yet) [3] ended: CLOSED", "");
        }
    }

    @Test
    void allThatIsToldOfASubscriptionNamesItsAttemptOrNone() {
        for (String attempt : new String[] {"5f3a-2.7", null}) {
            Subscription subscription =
                    FakeClient.fake(Subscription.class, (self, method, arguments) -> switch (method.getName()) {
                        case "attemptName" -> attempt;
                        case "topic" -> "t";
                        default -> throw new AssertionError("called " + method);
                    });
            Slf4jMonitor monitor = Slf4jMonitor.create(new Log());
            monitor.onSubscribed(subscription, Continuity.GAP);
            monitor.onDropped(subscription, DroppedMessages.of(3, 100));
            monitor.onError(subscription, new IllegalStateException("why"));
            monitor.onEnded(subscription, CloseReason.fatal(CloseReason.Kind.SERVER, "gone"));
            String begins = "subscription " + (attempt == null ? "(no attempt yet)" : attempt) + " [t] ";
            lines.clear();
            coming.drainTo(lines);
            assertThat(lines)
                    .hasSize(4)
                    .startsWith(
                            "WARN " + begins + "subscribed, continuity GAP",
                            "WARN " + begins + "dropped 3 messages",
                            "WARN " + begins + "reported an error why");
            assertThat(lines.get(3)).startsWith("ERROR " + begins + "ended: ");
        }
    }

    @Test
    void aPayloadThatCannotBeDecodedIsNotLoggedAndATopicIsOneLine() {
        Subscription subscription = FakeClient.fake(
                Subscription.class,
                (self, method, arguments) -> method.getName().equals("topic") ? "t\nERROR\u202e forged" : null);
        Slf4jMonitor.create(new Log())
                .onError(subscription, new DecodeException(new IllegalStateException("not a number: 4111")));
        assertThat(coming)
                .containsExactly("WARN subscription (no attempt yet) [t ERROR  forged] could not decode a message:"
                        + " dev.holdfast.DecodeException: java.lang.IllegalStateException");
    }

    @Test
    void aRoundTripNamesItsConnection() {
        Slf4jMonitor.create(new Log()).onRoundTrip("5f3a-2", 1_500_000);
        assertThat(coming).containsExactly("DEBUG connection 5f3a-2 replied to a probe after 1500 us");
    }
}
