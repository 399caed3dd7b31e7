package dev.holdfast.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.spi.Connection;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of every transport, over real sockets. A subclass supplies the transport and its server. */
abstract class TransportContract extends TransportOpeningContract {
    // ---- reading

    @Test
    void messagesComeHoweverTheBytesAreCut() throws Exception {
        byte[] bytes = bytes("one", "é😀", "three");
        for (int piece : new int[] {1, 2, 3, 7, bytes.length}) {
            Wired made = dial();
            open(made);
            assertThat(made.feed(bytes, piece)).isEqualTo(bytes.length);
            assertThat(made.frames).as("cut to %s", piece).containsExactly("one", "é😀", "three");
        }
    }

    @Test
    void messagesComeOverTheSocketWhateverTheBuffer() throws Exception {
        for (int buffer : new int[] {1, 5, 16 * 1024}) {
            Wired made = dial();
            Peer.Incoming incoming = open(made);
            incoming.send(bytes("one", "two"));
            assertThat(await(start(() -> made.readUntil(2, buffer)))).isTrue();
            assertThat(made.frames).containsExactly("one", "two");
        }
    }

    @Test
    void stoppingLosesNothing() throws Exception {
        Wired made = dial();
        open(made);
        made.stopping = true;
        byte[] bytes = bytes("one", "two", "three");
        int taken = made.connection.reader().feed(bytes, 0, bytes.length, made);
        assertThat(made.frames).as("after the first stop").containsExactly("one");
        assertThat(taken).isLessThan(bytes.length);
        made.feed(java.util.Arrays.copyOfRange(bytes, taken, bytes.length), bytes.length);
        assertThat(made.frames).containsExactly("one", "two", "three");
    }

    @Test
    void theSameReaderEachTime() throws Exception {
        Wired made = dial();
        open(made);
        assertThat(made.connection.reader()).isSameAs(made.connection.reader());
        assertThat(made.connection.writer() != null).isEqualTo(transport().canSend());
    }

    @Test
    void aMessageOverTheLimitIsRefusedBeforeItIsHeld() throws Exception {
        Wired made = dial();
        open(made);
        made.feed(peer.text("a".repeat(LIMIT)), 100);
        assertThat(made.frames).as("a message at the limit").hasSize(1);
        CloseReason[] why = new CloseReason[1];
        int given = made.feedUntilRefused(peer.text("a".repeat(1 << 20)), 100, why);
        assertThat(why[0]).isNotNull();
        assertThat(why[0].kind()).isEqualTo(CloseReason.Kind.TOO_LARGE);
        assertThat(given).isLessThanOrEqualTo(LIMIT + 200);
        assertThat(made.frames).hasSize(1);
    }

    @Test
    void theEndOfTheStreamIsRetryable() throws Exception {
        Wired made = dial();
        Peer.Incoming incoming = open(made);
        incoming.send(bytes("one"));
        incoming.end();
        assertThat(await(start(() -> made.readUntil(2, 100)))).isFalse();
        assertThat(made.frames).containsExactly("one");
        assertThat(made.connection.reader().end().retryable()).isTrue();
    }

    @Test
    void aPoliteEndIsRetryable() throws Exception {
        Wired made = dial();
        Peer.Incoming incoming = open(made);
        incoming.send(peer.goodbye());
        incoming.end();
        assertThat(await(start(() -> made.readUntil(1, 100)))).isFalse();
        CloseReason reason =
                made.farewell != null ? made.farewell : made.connection.reader().end();
        assertThat(reason.retryable()).isTrue();
    }

    @Test
    void aResetIsAFailure() throws Exception {
        Wired made = dial();
        Peer.Incoming incoming = open(made);
        Future<?> reading = start(() -> made.readUntil(1, 100));
        incoming.reset();
        assertThatThrownBy(() -> await(reading))
                .isInstanceOfSatisfying(
                        CloseException.class,
                        e -> assertThat(e.reason().retryable()).isTrue());
    }

    // ---- cancelling and releasing

    @Test
    void cancelFreesABlockedOpen() throws Exception {
        Wired made = dial();
        Future<?> opening = opening(made);
        peer.next();
        made.connection.cancel();
        made.connection.cancel();
        assertFreed(opening);
        made.release();
    }

    @Test
    void cancelBeforeOpenMakesItFail() {
        Wired made = dial();
        made.connection.cancel();
        made.connection.cancel();
        assertFreed(opening(made));
        made.release();
    }

    @Test
    void cancelFreesABlockedRead() throws Exception {
        freesABlockedRead(Connection::cancel);
    }

    @Test
    void abandonBeforeCancelFreesABlockedRead() throws Exception {
        freesABlockedRead(connection -> {
            connection.abandon();
            connection.cancel();
        });
    }

    private void freesABlockedRead(java.util.function.Consumer<Connection> how) throws Exception {
        Wired made = dial();
        Peer.Incoming incoming = open(made);
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> reading = start(() -> {
            begun.countDown();
            return made.connection.read(new byte[100]);
        });
        assertThat(begun.await(patienceMillis(), MILLISECONDS)).isTrue();
        how.accept(made.connection);
        how.accept(made.connection);
        assertFreed(reading);
        made.release();
        incoming.awaitClosed();
    }

    @Test
    void cancelFreesABlockedWriteAndWhatOnlyReceivesHasNoWriter() throws Exception {
        Wired made = dial();
        Peer.Incoming incoming = open(made);
        assertThat(made.connection.writer() != null).isEqualTo(transport().canSend());
        if (!transport().canSend()) {
            assertThatThrownBy(() -> made.connection.write(new byte[1], 0, 1))
                    .isInstanceOf(UnsupportedOperationException.class);
            made.release();
            return;
        }
        // More than all socket buffers hold, to a peer that reads a single byte.
        Future<?> writing = start(() -> {
            made.connection.write(new byte[64 << 20], 0, 64 << 20);
            return null;
        });
        assertThat(incoming.receives()).isTrue();
        made.connection.cancel();
        assertFreed(writing);
        made.release();
    }

    @Test
    void afterReleaseNothingIsLeft() throws Exception {
        Set<String> before = threads();
        Wired made = dial();
        Peer.Incoming incoming = open(made);
        incoming.send("".getBytes(UTF_8));
        made.connection.cancel();
        made.release();
        incoming.awaitClosed();
        made.dialer.close();
        assertThat(threads()).isSubsetOf(before);
    }

    @Test
    void releaseAloneClosesAsWell() throws Exception {
        Wired made = dial();
        Peer.Incoming incoming = open(made);
        made.connection.release();
        made.released = true;
        incoming.awaitClosed();
    }
}
