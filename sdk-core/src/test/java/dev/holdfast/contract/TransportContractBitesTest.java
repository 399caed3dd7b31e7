package dev.holdfast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Limits;
import dev.holdfast.leftovers.LeavesBehind;
import dev.holdfast.spi.Connection;
import dev.holdfast.spi.Dialer;
import dev.holdfast.spi.Environment;
import dev.holdfast.spi.FrameReader;
import dev.holdfast.spi.FrameSink;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.Transport;
import dev.holdfast.transport.WebSocketTransport;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that the contract detects transports with a single fault. */
@LeavesBehind("broken transports keep what they should give back")
final class TransportContractBitesTest {
    @Test
    void findsWhatIsWrong() {
        assertThat(Suite.failures(LosesAByteAfterAStop.class)).containsExactly("stoppingLosesNothing");
        assertThat(Suite.failures(DoesNotCount.class)).containsExactly("aMessageOverTheLimitIsRefusedBeforeItIsHeld");
        assertThat(Suite.failures(NeedsWholeFrames.class)).contains("messagesComeHoweverTheBytesAreCut");
        assertThat(Suite.failures(EndsForGood.class)).containsExactly("theEndOfTheStreamIsRetryable");
        assertThat(Suite.failures(NewReaderEachTime.class)).contains("theSameReaderEachTime");
        assertThat(Suite.failures(DialsAtOnce.class)).contains("newConnectionDoesNoIo");
        assertThat(Suite.failures(MindsCase.class)).containsExactly("headersAreLookedUpWithoutCaseAndTheLastCounts");
        assertThat(Suite.failures(ForgetsTheCode.class)).containsExactly("refusalsCarryCodeAndRetryAfter");
        assertThat(Suite.failures(TellsStrangers.class))
                .containsExactly("aRedirectToAnotherOriginLeavesCredentialsAndHeadersBehind");
        assertThat(Suite.failures(ForgetsCredentials.class))
                .containsExactly("aRedirectOnTheOriginKeepsCredentials", "credentialsAndHeadersArrive");
    }

    @Tag("slow")
    @Test
    void findsWhatHangs() {
        assertThat(Suite.failures(DeafToCancel.class))
                .contains(
                        "cancelFreesABlockedOpen",
                        "cancelFreesABlockedRead",
                        "cancelFreesABlockedWriteAndWhatOnlyReceivesHasNoWriter");
    }

    @Test
    void findsWhatIsKept() {
        assertThat(Suite.failures(KeepsTheSocket.class)).containsExactly("releaseAloneClosesAsWell");
    }

    /** The WebSocket transport with a fault in or around its connections. */
    abstract static class Broken extends TransportContract {
        Connection connection(Connection made, Target target) {
            return made;
        }

        Environment environment(Environment given) {
            return given;
        }

        @Override
        Transport transport() {
            return new BrokenTransport(WebSocketTransport.create()) {
                @Override
                Connection connection(Connection made, Target target) {
                    return Broken.this.connection(made, target);
                }

                @Override
                Environment environment(Environment given) {
                    return Broken.this.environment(given);
                }
            };
        }

        @Override
        Peer peer() throws IOException {
            Peer peer = new WebSocketPeer();
            peer.patienceMillis = 2_000;
            return peer;
        }

        @Override
        long patienceMillis() {
            return 2_000;
        }
    }

    /** The WebSocket transport with a fault in its readers. */
    abstract static class BrokenReader extends Broken {
        abstract FrameReader broken(FrameReader reader);

        @Override
        Connection connection(Connection made, Target target) {
            return new BrokenTransport.ReadingLine(made, this::broken);
        }
    }

    static final class LosesAByteAfterAStop extends BrokenReader {
        @Override
        FrameReader broken(FrameReader reader) {
            return new BrokenTransport.Cutter(reader) {
                @Override
                public int feed(byte[] bytes, int offset, int length, FrameSink sink) throws CloseException {
                    int taken = super.feed(bytes, offset, length, sink);
                    return taken < length ? taken + 1 : taken;
                }
            };
        }
    }

    static final class NeedsWholeFrames extends BrokenReader {
        @Override
        FrameReader broken(FrameReader reader) {
            return new BrokenTransport.Cutter(reader) {
                @Override
                public int feed(byte[] bytes, int offset, int length, FrameSink sink) throws CloseException {
                    return length == 1 ? 1 : super.feed(bytes, offset, length, sink);
                }
            };
        }
    }

    static final class EndsForGood extends BrokenReader {
        @Override
        FrameReader broken(FrameReader reader) {
            return new BrokenTransport.Cutter(reader) {
                @Override
                public CloseReason end() {
                    return super.end().withRetryable(false);
                }
            };
        }
    }

    static final class NewReaderEachTime extends Broken {
        @Override
        Connection connection(Connection made, Target target) {
            return new BrokenTransport.Line(made) {
                @Override
                public FrameReader reader() {
                    return new BrokenTransport.Cutter(super.reader());
                }
            };
        }
    }

    static final class DoesNotCount extends Broken {
        @Override
        Environment environment(Environment given) {
            return Environment.of(
                    null,
                    Limits.defaults().withMaxMessageBytes(Integer.MAX_VALUE),
                    given.maskKeys(),
                    given.wallMillis(),
                    given.nanoTime());
        }
    }

    static final class DialsAtOnce extends Broken {
        @Override
        Connection connection(Connection made, Target target) {
            try {
                new Socket("localhost", URI.create(target.url()).getPort()).close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return made;
        }
    }

    static final class MindsCase extends Broken {
        @Override
        Connection connection(Connection made, Target target) {
            return new BrokenTransport.Line(made) {
                @Override
                public @Nullable String header(String name) {
                    return name.equals(name.toLowerCase(Locale.ROOT)) ? null : super.header(name);
                }
            };
        }
    }

    static final class ForgetsTheCode extends Broken {
        @Override
        Connection connection(Connection made, Target target) {
            return new BrokenTransport.Line(made) {
                @Override
                public void open() throws IOException {
                    try {
                        super.open();
                    } catch (CloseException e) {
                        throw new CloseException(e.reason().withCode(-1).withRetryAfter(null));
                    }
                }
            };
        }
    }

    static final class TellsStrangers extends Broken {
        @Override
        Environment environment(Environment given) {
            OkHttpClient telling = new OkHttpClient.Builder()
                    .addInterceptor(chain -> chain.proceed(chain.request()
                            .newBuilder()
                            .header("Authorization", "Bearer secret")
                            .build()))
                    .build();
            return Environment.of(telling, given.limits(), given.maskKeys(), given.wallMillis(), given.nanoTime());
        }
    }

    static final class ForgetsCredentials extends Broken {
        @Override
        Transport transport() {
            return new BrokenTransport(WebSocketTransport.create()) {
                @Override
                public Dialer dialer(Environment given) {
                    Dialer sound = super.dialer(given);
                    return new Dialer() {
                        @Override
                        public Connection newConnection(Target target) {
                            return sound.newConnection(target.withAuthorization(null));
                        }

                        @Override
                        public void close() {
                            sound.close();
                        }
                    };
                }
            };
        }
    }

    static final class DeafToCancel extends Broken {
        @Override
        Connection connection(Connection made, Target target) {
            return new BrokenTransport.Line(made) {
                @Override
                public void cancel() {}
            };
        }
    }

    static final class KeepsTheSocket extends Broken {
        @Override
        Connection connection(Connection made, Target target) {
            return new BrokenTransport.Line(made) {
                @Override
                public void release() {}
            };
        }
    }
}
