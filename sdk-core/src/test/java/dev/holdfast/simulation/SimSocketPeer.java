package dev.holdfast.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.holdfast.CloseReason;
import dev.holdfast.internal.delivery.RealWireSubscription;
import dev.holdfast.spi.GrowableBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.DataFormatException;

/** A WebSocket server that parses the frames of the client and writes its own, whole or in pieces. */
final class SimSocketPeer extends SimPeer {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int RSV1 = 0x40;

    private static final String PINGED = "{\"type\":\"ping\"}";

    private static final int NONE = 1005;
    private static final int EXPIRED = 3000;
    private static final int[] PASSING = {1000, 1001, NONE, 1011, 1012, 1013, 1014, 3001, 4000, 4999};
    private static final int[] FINAL = {1002, 1003, 1007, 1008, 1009, 1010, EXPIRED, 3003};

    private final GrowableBytes in = new GrowableBytes(256);
    private final boolean json;
    private boolean closing;
    /** The code of the server's own close frame, or -1, and whether another attempt may follow. */
    private int goodbye = -1;

    private boolean passing;
    private boolean welcomed;
    /** The last publish or call received. */
    int lastCommand = -1;

    private int subscribes;
    /** The compression of this connection, or null. */
    private final SimDeflate deflate;

    /** The pings of the WebSocket, and those of the protocol. */
    private final SimPings pings;

    private final SimPings jsonPings;
    private final SimForgotten forgotten;
    /** The numbers of subscriptions that the client has not unsubscribed. */
    private final Set<Long> names = new HashSet<>();

    SimSocketPeer(SimWorld world, SimLink link) {
        super(world, link);
        this.json = world.plan.json;
        this.deflate = world.plan.extensions.isEmpty() ? null : new SimDeflate(world.plan.extensions.get(0));
        this.pings = new SimPings(world, link, "ping");
        this.forgotten = new SimForgotten(world, link);
        this.jsonPings = new SimPings(world, link, "ping of the protocol");
    }

    /** Attaches the only subscription of a plain socket. */
    void begin(SimAttach attach) {
        attached(attach);
        if (!link.link.isOver()) attach.sub.subscribed(attach).run();
    }

    // ---- frames of the client

    @Override
    void received(byte[] bytes) {
        if (gone) return;
        in.write(bytes, 0, bytes.length);
        byte[] all = in.array();
        int at = 0;
        while (in.size() - at >= 6) {
            int length = all[at + 1] & 0x7F;
            int head = 2;
            if (length == 126) {
                length = (all[at + 2] & 0xFF) << 8 | (all[at + 3] & 0xFF);
                head = 4;
            } else if (length == 127) {
                if (in.size() - at < 10) break;
                length = ByteBuffer.wrap(all, at + 6, 4).getInt();
                head = 10;
            }
            if ((all[at + 1] & 0x80) == 0) world.fail("a frame of the client is not masked");
            int end = at + head + 4 + length;
            if (end > in.size()) break;
            byte[] payload = Arrays.copyOfRange(all, at + head + 4, end);
            for (int i = 0; i < length; i++) payload[i] ^= all[at + head + i % 4];
            frame(all[at] & 0x0F, (all[at] & RSV1) == 0 ? payload : inflated(payload));
            at = end;
        }
        byte[] rest = Arrays.copyOfRange(all, at, in.size());
        in.clear(256);
        in.write(rest, 0, rest.length);
    }

    private byte[] inflated(byte[] payload) {
        if (gone) return payload;
        try {
            if (deflate != null) return deflate.inflate(payload);
        } catch (DataFormatException e) {
            world.fail("a frame of the client cannot be decompressed");
        }
        world.fail("the client compressed a frame, and may not");
        return payload;
    }

    private void frame(int opcode, byte[] payload) {
        if (gone) return;
        if (closing && opcode != PING && opcode != PONG && opcode != CLOSE) return;
        if (opcode == PING) send(PONG, payload, false, null);
        else if (opcode == PONG)
            pings.answered(payload.length == 2 ? (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF) : 0);
        else if (opcode == CLOSE) {
            if (!closing) send(CLOSE, payload, false, null);
            gone();
            link.end();
        } else if (opcode == TEXT && json) {
            talk(JsonParser.parseString(new String(payload, UTF_8)).getAsJsonObject());
        }
    }

    private void talk(JsonObject frame) {
        String type = frame.get("type").getAsString();
        if (!type.equals("hello") && !welcomed) {
            world.fail("the client said " + type + " before the server's welcome");
        }
        switch (type) {
            case "hello" -> {
                if (world.server.mute()) return;
                welcomed = true;
                long promise = promise();
                text(
                        json(-1, "welcome", ",\"version\":1" + promised(promise)),
                        false,
                        () -> world.heart.promised(link, promise));
            }
            case "subscribe" -> {
                for (JsonElement entry : frame.getAsJsonArray("subs")) subscribe(entry.getAsJsonObject());
            }
            case "unsubscribe" -> {
                for (JsonElement number : frame.getAsJsonArray("subs")) unsubscribe(number.getAsLong());
            }
            case "pong" -> jsonPings.answered();
            case "publish" -> world.commands.received(this, frame.get("ref").getAsLong(), frame.get("data"), false);
            case "request" -> world.commands.received(this, frame.get("ref").getAsLong(), frame.get("data"), true);
            default -> {}
        }
    }

    private void subscribe(JsonObject entry) {
        JsonElement cursor = entry.get("cursor");
        RealWireSubscription wire = link.talk.wire(subscribes++);
        SimSub sub = world.app.sub(wire.subscription, entry.get("topic").getAsString());
        if (forgotten.forgets(sub)) {
            names.add(entry.get("sub").getAsLong());
            return;
        }
        SimAttach attach = world.server.attach(
                this,
                sub,
                cursor == null ? null : cursor.getAsString(),
                entry.get("sub").getAsLong());
        if (attaches.stream().anyMatch(a -> a.name == attach.name))
            world.fail("a number was given to two subscriptions");
        names.add(attach.name);
        attach.wire = wire;
        attached(attach);
        String continuity = ",\"continuity\":\"" + SimServer.word(attach.told) + "\"";
        text(json(attach.name, "subscribed", continuity), false, attach.sub.subscribed(attach));
        if (world.plan.positions && attach.start > 1 && attach.start > attach.topic.last()) {
            SimTopic.Post at = attach.topic.post(attach.start - 1);
            if (at.epoch() == attach.topic.epoch()) position(attach, at);
        }
        replay(attach);
    }

    private void unsubscribe(long name) {
        if (!names.remove(name)) world.fail("number " + name + " was unsubscribed twice, or without a subscribe");
        attaches.stream().filter(a -> a.name == name).findFirst().ifPresent(this::detach);
    }

    // ---- frames of the server

    @Override
    void post(SimAttach attach, SimTopic.Post post) {
        String text = SimTopic.text(post.number(), attach.number);
        if (!json) {
            boolean binary = world.plan.binary && world.more.nextBoolean();
            message(binary ? BINARY : TEXT, text.getBytes(UTF_8), true, taken(attach, post));
            return;
        }
        String more = ",\"id\":\"" + post.id() + "\",\"data\":\"" + text + "\"";
        text(json(attach.name, "message", more), true, taken(attach, post));
    }

    @Override
    void position(SimAttach attach, SimTopic.Post post) {
        String id = ",\"id\":\"" + post.id() + "\"";
        text(json(attach.name, "position", id), false, () -> attach.sub.moved(attach, post));
    }

    @Override
    void poison(SimAttach attach, SimTopic.Post post) {
        boolean broken = json && post.number() % 2 == 0;
        text(broken ? "{}" : "x".repeat(SimPlan.TOO_MUCH), false, null);
        link.broken();
    }

    void text(String text, boolean message, Runnable then) {
        message(TEXT, text.getBytes(UTF_8), message, then);
    }

    private void message(int opcode, byte[] payload, boolean message, Runnable then) {
        if (closing) return;
        boolean compresses = deflate != null && !gone && world.more.nextInt(3) > 0;
        byte[] bytes = compresses ? deflate.deflate(payload) : payload;
        int first = compresses ? RSV1 | opcode : opcode;
        if (bytes.length < 2 || world.random.nextInt(4) > 0) {
            send(first, bytes, message, then);
            return;
        }
        int cut = 1 + world.random.nextInt(bytes.length - 1);
        write(first, Arrays.copyOf(bytes, cut), false, null);
        if (world.random.nextInt(3) == 0) ping();
        write(0x80, Arrays.copyOfRange(bytes, cut, bytes.length), message, then);
    }

    private void send(int opcode, byte[] payload, boolean message, Runnable then) {
        write(0x80 | opcode, payload, message, then);
    }

    private void write(int first, byte[] payload, boolean message, Runnable then) {
        GrowableBytes frame = new GrowableBytes(payload.length + 4);
        frame.write(first);
        if (payload.length < 126) frame.write(payload.length);
        else {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.write(payload, 0, payload.length);
        link.send(Arrays.copyOf(frame.array(), frame.size()), message, then);
    }

    @Override
    void keepAlive() {
        pings.check();
        jsonPings.check();
        if (world.plan.quiet || closing) return;
        if (json && welcomed && world.random.nextBoolean()) {
            jsonPings.next();
            text(PINGED, false, jsonPings.reads());
        } else ping();
    }

    private void ping() {
        int number = pings.next();
        send(PING, new byte[] {(byte) (number >> 8), (byte) number}, false, pings.reads());
    }

    /** Ends one subscription. */
    void giveUp(boolean forGood) {
        if (!json || attaches.isEmpty()) return;
        SimAttach attach = attaches.get(world.random.nextInt(attaches.size()));
        String more = ",\"reason\":\"moved\",\"retry\":" + !forGood + ",\"after\":" + world.random.nextInt(2000);
        text(json(attach.name, "ended", more), false, attach.sub.givenUp(forGood));
        detach(attach);
    }

    /** Closes with a frame of the protocol, with a close frame, or without either. */
    @Override
    void farewell() {
        int manner = world.random.nextInt(3);
        if (manner == 0 && json && welcomed) {
            long after = world.random.nextInt(3000);
            text(
                    "{\"type\":\"close\",\"retry\":true,\"after\":" + after + "}",
                    false,
                    () -> world.attempts.asked(link, after));
        }
        if (manner < 2) {
            boolean passing = world.random.nextInt(8) > 0;
            int[] codes = passing ? PASSING : FINAL;
            boolean expired = world.plan.credentials && world.random.nextInt(8) == 0;
            if (!closing && expired) goodbye(EXPIRED, false);
            else if (!closing) goodbye(codes[world.random.nextInt(codes.length)], passing);
        }
        gone();
        link.end();
    }

    /** Closes because of what the client has sent. */
    void refuse(int code) {
        if (!closing) goodbye(code, false);
        gone();
        link.end();
    }

    @Override
    void gone() {
        if (!gone && deflate != null) deflate.end();
        super.gone();
    }

    private void goodbye(int code, boolean passing) {
        byte[] payload = code == NONE ? new byte[0] : new byte[] {(byte) (code >> 8), (byte) code};
        send(CLOSE, payload, false, null);
        closing = true;
        goodbye = code;
        this.passing = passing;
    }

    @Override
    void left(CloseReason reason) {
        super.left(reason);
        if (goodbye < 0 || reason.kind() != CloseReason.Kind.WEBSOCKET_CLOSE) return;
        if (reason.code() != goodbye || reason.retryable() != passing) {
            world.fail("the server's " + goodbye + " is misjudged: " + reason);
        }
    }
}
