package dev.holdfast.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/**
 * The application's DNS without the addresses at which attempts hung. OkHttp leaves an address that fails. A cancelled
 * connect or TLS handshake is no failure to OkHttp, so every attempt would begin with the same address. Thread-safe.
 */
final class FailoverDns implements Dns {
    private static final int MOST = 16;

    private final Dns dns;
    /** Newest first. If all addresses of a name hung, the oldest is tried again. */
    private final Deque<InetAddress> hung = new ConcurrentLinkedDeque<>();

    /** The result of the latest lookup. */
    private volatile List<InetAddress> latest = Collections.emptyList();

    FailoverDns(Dns dns) {
        this.dns = dns;
    }

    /** Makes this the DNS of the client. */
    void addTo(OkHttpClient.Builder builder) {
        builder.dns(this);
    }

    /** The application's DNS may return more than addresses here, such as keys for ECH. */
    @Override
    public Call newCall(Request request) {
        return hung.isEmpty() ? dns.newCall(request) : Dns.super.newCall(request);
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        List<InetAddress> left = new ArrayList<>(dns.lookup(hostname));
        for (InetAddress address : hung) if (left.size() > 1) left.remove(address);
        latest = left;
        return left;
    }

    /** Leaves out the address that OkHttp tried first after the latest lookup. */
    void avoidLatest() {
        // If there was no lookup, any address makes newCall() look up the next one.
        InetAddress first = InetAddress.getLoopbackAddress();
        List<InetAddress> from = latest;
        if (!from.isEmpty()) first = from.get(0);
        // OkHttp begins with IPv6 (RFC 8305).
        for (InetAddress address : from) {
            if (address instanceof Inet6Address) {
                first = address;
                break;
            }
        }
        hung.remove(first);
        hung.addFirst(first);
        if (hung.size() > MOST) hung.pollLast();
    }

    /** Uses all addresses again. Returns false if none was left out. */
    boolean reset() {
        boolean any = !hung.isEmpty();
        hung.clear();
        return any;
    }
}
