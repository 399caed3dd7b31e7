package cases.core;
public class F09ConnToken {
    public static void main(String[] a) throws Exception {
        byte[] bye = Srv.Conn.frame(0x88, new byte[]{3, (byte) 0xe8});
        for (String con : new String[]{"Connection: Upgrade", "Connection: upgrade", "Connection: keep-alive, Upgrade", "Connection: Upgrade, Keep-Alive", "Connection: keep-alive\r\nConnection: Upgrade", "Connection: Upgrade\r\nConnection: keep-alive", "Connection: Upgrade,"})
            Cases2.ws(con.replace("\r\n", " | "), null, c -> c.w("HTTP/1.1 101 S\r\nUpgrade: websocket\r\n" + con + "\r\nSec-WebSocket-Accept: " + c.accept() + "\r\n\r\n").send("hi").send(bye));
        Cases2.ws("wrong accept", null, c -> c.w("HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n").fl());
        Cases2.ws("Upgrade: websocket, foo", null, c -> c.w("HTTP/1.1 101 S\r\nUpgrade: websocket, foo\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + c.accept() + "\r\n\r\n").send("hi").send(bye));
        System.exit(0);
    }
}
