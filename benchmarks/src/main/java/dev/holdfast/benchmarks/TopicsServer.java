package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks HoldfastJson to one WebSocket at a time. Every topic has one message, and one more after {@code
 * cut}, which resets the connection. A subscribe receives the messages after its cursor. When all subscribes have
 * arrived again, the server reports the number of frames they took.
 */
final class TopicsServer {
    private static final int PING = 9;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicReference<@Nullable Socket> current = new AtomicReference<>();
    private final int topics;
    private final AtomicInteger last = new AtomicInteger(1);
    private int subscribed;
    private int frames;

    private TopicsServer(int topics) throws IOException {
        this.topics = topics;
    }

    public static void main(String[] args) throws IOException {
        TopicsServer server = new TopicsServer(Integer.parseInt(args[0]));
        System.out.println(server.listening.getLocalPort());
        Thread input = new Thread(server::input, "input");
        input.setDaemon(true);
        input.start();
        while (true) server.serve(server.listening.accept());
    }

    private void input() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, US_ASCII))) {
            while (lines.readLine() != null) {
                last.incrementAndGet();
                Socket socket = current.get();
                if (socket == null) continue;
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException e) {
            System.err.println(e);
        }
        System.exit(0);
    }

    private void serve(Socket socket) {
        current.set(socket);
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            out.write(FeedServer.agree(FeedServer.head(in), "Sec-WebSocket-Protocol: holdfast.v1\r\n")
                    .getBytes(US_ASCII));
            out.flush();
            while (true) {
                frame(in, out);
                if (in.available() == 0) out.flush();
            }
        } catch (IOException cut) {
            // The client reconnects.
        }
    }

    private void frame(DataInputStream in, OutputStream out) throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte() & 0x7F;
        if (length == 126) length = in.readUnsignedShort();
        else if (length == 127) length = (int) in.readLong();
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) payload[i] ^= mask[i % 4];
        if (opcode == PING) {
            write(out, 0x8A, payload);
            return;
        }
        if (opcode != 1) return;
        JsonObject said = JsonParser.parseString(new String(payload, US_ASCII)).getAsJsonObject();
        String type = said.get("type").getAsString();
        if (type.equals("hello")) say(out, "{\"type\":\"welcome\",\"version\":1}");
        else if (type.equals("subscribe")) subscribe(said, out);
    }

    private void subscribe(JsonObject said, OutputStream out) throws IOException {
        frames++;
        for (JsonElement each : said.getAsJsonArray("subs")) {
            JsonObject sub = each.getAsJsonObject();
            int number = sub.get("sub").getAsInt();
            JsonElement cursor = sub.get("cursor");
            String continuity = cursor == null ? "fresh" : "resumed";
            say(out, "{\"type\":\"subscribed\",\"sub\":" + number + ",\"continuity\":\"" + continuity + "\"}");
            for (int id = cursor == null ? last.get() : cursor.getAsInt() + 1; id <= last.get(); id++) {
                say(out, "{\"type\":\"message\",\"sub\":" + number + ",\"id\":\"" + id + "\",\"data\":" + id + "}");
            }
            if (++subscribed < topics) continue;
            if (last.get() > 1) System.out.println(frames);
            subscribed = 0;
            frames = 0;
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        write(out, 0x81, text.getBytes(US_ASCII));
    }

    /** Writes a frame. The payload must be shorter than 126 bytes. */
    private static void write(OutputStream out, int first, byte[] payload) throws IOException {
        out.write(first);
        out.write(payload.length);
        out.write(payload);
    }
}
