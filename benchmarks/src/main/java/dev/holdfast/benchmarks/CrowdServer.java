package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that holds thousands of event streams and WebSockets on one thread and sends each one message a second. It
 * reads commands from its standard input. {@code restart} resets all connections and accepts none for two seconds.
 * {@code peak} prints the largest number of connections accepted within one second since then.
 */
final class CrowdServer {
    private static final Pattern KEY = Pattern.compile("(?i)\r\nsec-websocket-key: *(\\S+)\r\n");
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final long SECOND = 1_000_000_000L;
    private static final int BACKLOG = 4096;

    private final Selector selector = Selector.open();
    private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
    private final List<Long> accepted = new ArrayList<>();
    private ServerSocketChannel server;
    private int port;
    private long down;
    private long count;

    /** The state of one connection. */
    private static final class Peer {
        final ByteBuffer in = ByteBuffer.allocate(1024);
        boolean webSocket;
        boolean open;
    }

    private CrowdServer() throws IOException {
        listen();
    }

    public static void main(String[] args) throws IOException {
        CrowdServer server = new CrowdServer();
        System.out.println(server.port);
        Thread input = new Thread(server::input, "input");
        input.setDaemon(true);
        input.start();
        server.run();
    }

    private void input() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                commands.add(line);
                selector.wakeup();
            }
        } catch (IOException e) {
            System.err.println(e);
        }
        System.exit(0);
    }

    private void listen() throws IOException {
        server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        port = server.socket().getLocalPort();
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    private void run() throws IOException {
        long tick = System.nanoTime() + SECOND;
        while (true) {
            long wait = tick - System.nanoTime();
            if (wait > 0) selector.select(Math.max(1, wait / 1_000_000));
            for (SelectionKey key : selector.selectedKeys()) handle(key);
            selector.selectedKeys().clear();
            for (String command = commands.poll(); command != null; command = commands.poll()) obey(command);
            if (down > 0 && System.nanoTime() - down > 2 * SECOND) {
                down = 0;
                listen();
            }
            if (System.nanoTime() - tick < 0) continue;
            tick += SECOND;
            count++;
            for (SelectionKey key : selector.keys()) say(key);
        }
    }

    private void handle(SelectionKey key) {
        try {
            if (!key.isValid()) return;
            if (key.isAcceptable()) {
                for (SocketChannel peer = server.accept(); peer != null; peer = server.accept()) {
                    peer.configureBlocking(false);
                    peer.register(selector, SelectionKey.OP_READ, new Peer());
                    accepted.add(System.nanoTime());
                }
            } else read(key);
        } catch (IOException | GeneralSecurityException e) {
            drop(key);
        }
    }

    private static void drop(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private void read(SelectionKey key) throws IOException, GeneralSecurityException {
        SocketChannel channel = (SocketChannel) key.channel();
        Peer peer = (Peer) key.attachment();
        if (channel.read(peer.in) < 0) {
            drop(key);
            return;
        }
        if (!peer.open) greet(channel, peer);
        else frames(channel, peer);
    }

    private static void greet(SocketChannel channel, Peer peer) throws IOException, GeneralSecurityException {
        String head = new String(peer.in.array(), 0, peer.in.position(), US_ASCII);
        if (!head.endsWith("\r\n\r\n")) return;
        peer.in.clear();
        Matcher key = KEY.matcher(head);
        peer.webSocket = key.find();
        peer.open = true;
        if (!peer.webSocket) {
            write(channel, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            return;
        }
        byte[] hash = MessageDigest.getInstance("SHA-1").digest((key.group(1) + GUID).getBytes(US_ASCII));
        write(
                channel,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n");
    }

    /** Replies to pings, which are small and arrive whole. Other frames are not expected. */
    private static void frames(SocketChannel channel, Peer peer) throws IOException {
        byte[] in = peer.in.array();
        int at = 0;
        while (peer.webSocket && peer.in.position() - at >= 6) {
            int length = in[at + 1] & 0x7F;
            if (peer.in.position() - at < 6 + length) break;
            if ((in[at] & 0x0F) == 9) {
                byte[] pong = new byte[2 + length];
                pong[0] = (byte) 0x8A;
                pong[1] = (byte) length;
                for (int i = 0; i < length; i++) pong[2 + i] = (byte) (in[at + 6 + i] ^ in[at + 2 + i % 4]);
                channel.write(ByteBuffer.wrap(pong));
            }
            at += 6 + length;
        }
        peer.in.flip();
        peer.in.position(at);
        peer.in.compact();
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    private void say(SelectionKey key) {
        if (!(key.attachment() instanceof Peer peer) || !peer.open || !key.isValid()) return;
        String text = "message " + count;
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            if (peer.webSocket) frame(text, channel);
            else {
                String event = "data: " + text + "\n\n";
                write(channel, Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            }
        } catch (IOException e) {
            drop(key);
        }
    }

    private static void frame(String text, SocketChannel channel) throws IOException {
        byte[] payload = text.getBytes(US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(2 + payload.length);
        frame.put((byte) 0x81).put((byte) payload.length).put(payload).flip();
        channel.write(frame);
    }

    private void obey(String command) throws IOException {
        if (command.equals("restart")) {
            down = System.nanoTime();
            server.close();
            accepted.clear();
            for (SelectionKey key : selector.keys()) {
                if (!(key.attachment() instanceof Peer)) continue;
                ((SocketChannel) key.channel()).setOption(StandardSocketOptions.SO_LINGER, 0);
                drop(key);
            }
        } else if (command.equals("peak")) System.out.println(String.format(Locale.ROOT, "%d", peak()));
    }

    /** Returns the largest number of connections accepted within one second. */
    private int peak() {
        int most = 0;
        for (int first = 0, last = 0; last < accepted.size(); last++) {
            while (accepted.get(last) - accepted.get(first) > SECOND) first++;
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
