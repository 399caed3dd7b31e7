package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server that answers each WebSocket message with a short one as soon as it has read it: with a receipt if the client
 * speaks HoldfastJson, else with {@code ok}.
 */
final class PublishServer {
    private PublishServer() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println(listening.getLocalPort());
            while (true) {
                Socket socket = listening.accept();
                Thread thread = new Thread(() -> serve(socket), "connection");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            OutputStream out = socket.getOutputStream();
            String head = FeedServer.head(in);
            boolean holdfast = head.contains("holdfast.v1");
            String more = holdfast ? "Sec-WebSocket-Protocol: holdfast.v1\r\n" : "";
            out.write(FeedServer.agree(head, more).getBytes(US_ASCII));
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0F;
                int length = in.readUnsignedByte() & 0x7F;
                if (length == 126) length = in.readUnsignedShort();
                else if (length == 127) length = (int) in.readLong();
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes(length);
                for (int i = 0; i < length; i++) payload[i] ^= mask[i % 4];
                if (opcode == 8) return;
                if (opcode == 1) write(out, holdfast ? answer(new String(payload, US_ASCII)) : "ok");
            }
        } catch (IOException ended) {
            // The client has left.
        }
    }

    private static String answer(String text) {
        if (text.startsWith("{\"type\":\"hello\"")) return "{\"type\":\"welcome\",\"version\":1}";
        int at = text.indexOf("\"ref\":") + 6;
        return "{\"type\":\"receipt\",\"ref\":" + text.substring(at, text.indexOf(',', at)) + "}";
    }

    private static void write(OutputStream out, String text) throws IOException {
        byte[] frame = new byte[2 + text.length()];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) text.length();
        System.arraycopy(text.getBytes(US_ASCII), 0, frame, 2, text.length());
        out.write(frame);
    }
}
