package dev.holdfast.internal.delivery;

import dev.holdfast.Limits;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.fixtures.Recorder;
import dev.holdfast.fixtures.Rig;
import dev.holdfast.internal.runtime.CompositeMonitor;
import java.util.List;

/** The base class of tests of one mailbox, with a subscription and an attached link. */
abstract class MailboxFixture {
    RealSubscription subscription;
    Mailbox mailbox;
    RealWireSubscription wire;

    /** Opens a mailbox with these options and limits, and attaches a link to it. */
    final void open(SubscriptionOptions<?> options, Limits limits) {
        Rig rig = new Rig();
        rig.config.limits = limits;
        subscription = new RealSubscription(
                options,
                new Recorder(),
                rig.config,
                rig.runtime,
                new CompositeMonitor(List.of(), List.of()),
                gone -> {});
        mailbox = subscription.mailbox();
        wire = mailbox.attach(subscription);
    }

    /** Opens a mailbox whose queue holds this many messages and bytes. */
    final void open(int messages, int bytes) {
        open(SubscriptionOptions.text("a"), Limits.defaults().withQueue(messages, bytes));
    }

    /** Returns a message of topic "a" with this ID, or null for none, and this text. */
    static RealMessage message(String id, String text) {
        return new RealMessage("a", id, null, text, text.length(), 0);
    }

    /** Offers a message without an ID through the attached link. */
    final Mailbox.OfferResult offer(String text) {
        return mailbox.offer(wire, message(null, text));
    }
}
