package dev.holdfast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.Continuity;
import dev.holdfast.protocol.HoldfastJson;
import dev.holdfast.protocol.Plain;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.ConversationOutput;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.Target;
import dev.holdfast.spi.WireProtocol;
import dev.holdfast.spi.WireSubscription;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that the contract detects protocols with a single fault. */
final class ProtocolContractBitesTest {
    @Test
    void findsWhatIsWrong() {
        assertThat(Suite.failures(ReadyTwice.class)).contains("readyIsSaidOnceAndBeforeAnySubscribeIsNeeded");
        assertThat(Suite.failures(NeverReady.class)).contains("readyIsSaidOnceAndBeforeAnySubscribeIsNeeded");
        assertThat(Suite.failures(NeverSubscribed.class)).contains("subscribedIsSaidBeforeTheFirstMessage");
        assertThat(Suite.failures(LosesIds.class)).containsExactly("messagesKeepOrderAndIdsAndPayload");
        assertThat(Suite.failures(Reorders.class)).contains("messagesKeepOrderAndIdsAndPayload");
        assertThat(Suite.failures(DeafToUnsubscribe.class)).contains("whatComesForAnUnsubscribedRouteIsIgnored");
        assertThat(Suite.failures(TakesAnything.class)).contains("whatComesForAnUnknownRouteIsIgnored");
        assertThat(Suite.failures(ChokesOnTheUnknown.class)).contains("unknownFramesAreIgnored");
        assertThat(Suite.failures(ThrowsAnything.class))
                .containsExactly(
                        "malformedFramesEndTheLinkWithAReason", "onlyACloseExceptionComesOutWhateverTheServerSends");
        assertThat(Suite.failures(OneRoute.class)).containsExactly("aSecondRouteOnTheSameTopicIsServedAsWell");
        assertThat(Suite.failures(OneConversation.class)).contains("aNewConversationSharesNothingWithTheOneBefore");
        assertThat(Suite.failures(CountsLinks.class)).containsExactly("whatIsSentOnEachLinkIsTheSame");
        assertThat(Suite.failures(LeavesTheBase.class)).containsExactly("aTopicNeverLeavesTheBase");
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(Suite.failures(Sound.class)).isEmpty();
    }

    /** A HoldfastJson with a fault in what it receives or sends. */
    abstract static class Multiplexed extends ProtocolContract {
        Conversation ear(Conversation sound, ConversationOutput output) {
            return sound;
        }

        ConversationOutput mouth(ConversationOutput output) {
            return output;
        }

        @Override
        WireProtocol protocol() {
            return new BrokenProtocol(HoldfastJson.create()) {
                @Override
                public Conversation newConversation(ConversationOutput output) {
                    return ear(super.newConversation(mouth(output)), output);
                }
            };
        }

        @Override
        Speech speech() {
            return new Speeches.HoldfastSpeech(false);
        }

        @Override
        boolean sends() {
            return true;
        }
    }

    static final class Sound extends Multiplexed {}

    static final class ReadyTwice extends Multiplexed {
        @Override
        Conversation ear(Conversation sound, ConversationOutput output) {
            return new BrokenProtocol.Ear(sound) {
                @Override
                public void received(Frame frame) throws CloseException {
                    super.received(frame);
                    if (frame.text().contains("welcome")) output.ready();
                }
            };
        }
    }

    static final class NeverReady extends Multiplexed {
        @Override
        ConversationOutput mouth(ConversationOutput output) {
            return new BrokenProtocol.Mouth(output) {
                @Override
                public void ready() {}
            };
        }
    }

    static final class NeverSubscribed extends Multiplexed {
        @Override
        ConversationOutput mouth(ConversationOutput output) {
            return new BrokenProtocol.Mouth(output) {
                @Override
                public void subscribed(WireSubscription wire, Continuity continuity) {}
            };
        }
    }

    static final class LosesIds extends Multiplexed {
        @Override
        ConversationOutput mouth(ConversationOutput output) {
            return new BrokenProtocol.Mouth(output) {
                @Override
                public void message(
                        WireSubscription wire, @Nullable String id, @Nullable String type, String text, int size) {
                    super.message(wire, null, type, text, size);
                }
            };
        }
    }

    static final class Reorders extends Multiplexed {
        @Override
        ConversationOutput mouth(ConversationOutput output) {
            return new BrokenProtocol.Mouth(output) {
                private String kept;

                @Override
                public void message(
                        WireSubscription wire, @Nullable String id, @Nullable String type, String text, int size) {
                    String now = kept == null ? text : kept;
                    kept = text;
                    super.message(wire, id, type, now, size);
                }
            };
        }
    }

    static final class DeafToUnsubscribe extends Multiplexed {
        @Override
        Conversation ear(Conversation sound, ConversationOutput output) {
            return new BrokenProtocol.Ear(sound) {
                @Override
                public void unsubscribe(WireSubscription wire) {}
            };
        }
    }

    static final class TakesAnything extends Multiplexed {
        @Override
        Conversation ear(Conversation sound, ConversationOutput output) {
            return new BrokenProtocol.Ear(sound) {
                @Override
                public void received(Frame frame) throws CloseException {
                    super.received(Frame.text(frame.text().replace("\"sub\":77", "\"sub\":1")));
                }
            };
        }
    }

    static final class ChokesOnTheUnknown extends Multiplexed {
        @Override
        Conversation ear(Conversation sound, ConversationOutput output) {
            return new BrokenProtocol.Ear(sound) {
                @Override
                public void received(Frame frame) throws CloseException {
                    if (frame.text().contains("weather")) {
                        throw new CloseException(CloseReason.retryable(CloseReason.Kind.PROTOCOL, "what is that?"));
                    }
                    super.received(frame);
                }
            };
        }
    }

    static final class ThrowsAnything extends Multiplexed {
        @Override
        Conversation ear(Conversation sound, ConversationOutput output) {
            return new BrokenProtocol.Ear(sound) {
                @Override
                public void received(Frame frame) {
                    try {
                        super.received(frame);
                    } catch (CloseException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
        }
    }

    static final class OneRoute extends Multiplexed {
        @Override
        ConversationOutput mouth(ConversationOutput output) {
            return new BrokenProtocol.Mouth(output) {
                private WireSubscription first;

                @Override
                public void message(
                        WireSubscription wire, @Nullable String id, @Nullable String type, String text, int size) {
                    if (first == null) first = wire;
                    if (wire == first) super.message(wire, id, type, text, size);
                }
            };
        }
    }

    static final class OneConversation extends Multiplexed {
        @Override
        WireProtocol protocol() {
            return new BrokenProtocol(HoldfastJson.create()) {
                private Conversation one;

                @Override
                public Conversation newConversation(ConversationOutput output) {
                    if (one == null) one = super.newConversation(output);
                    return one;
                }
            };
        }
    }

    static final class CountsLinks extends Multiplexed {
        private int links;

        @Override
        Conversation ear(Conversation sound, ConversationOutput output) {
            int link = ++links;
            return new BrokenProtocol.Ear(sound) {
                @Override
                public void opened(Function<String, @Nullable String> header) {
                    super.opened(header);
                    output.send(Frame.text("link " + link));
                }
            };
        }
    }

    static final class LeavesTheBase extends ProtocolContract {
        @Override
        WireProtocol protocol() {
            return new BrokenProtocol(Plain.create()) {
                @Override
                public Target target(Target base, @Nullable WireSubscription wire) {
                    return wire != null && wire.topic().startsWith("../")
                            ? Target.of("https://feed.example/base/" + wire.topic() + "?key=1")
                            : super.target(base, wire);
                }
            };
        }

        @Override
        Speech speech() {
            return new Speeches.PlainSpeech(true);
        }

        @Override
        boolean sends() {
            return false;
        }
    }
}
