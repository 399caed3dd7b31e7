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

/**
 * The application's DNS without the addresses at which attempts hung. OkHttp leaves an address that fails. A cancelled
 * attempt is no failure to OkHttp, so every attempt would begin with the same address. Thread-safe.
 */
final class FailoverDns implements Dns {
    private static final int MOST = 16;

    private final Dns dns;
    /** Newest first. If all addresses of a name hung, the oldest is tried again. */
    private final Deque<InetAddress> hung = new ConcurrentLinkedDeque<>();

    /** The result of the latest lookup. */
    private volatile List<InetAddress> latest = Collections.emptyList();

    /** Whether the latest lookup left out an address. */
    private volatile boolean partial;

    /** Whether an attempt hung since the last reset. */
    private volatile boolean active;

    FailoverDns(Dns dns) {
        this.dns = dns;
    }

    /** The application's DNS may return more than addresses here, such as keys for ECH. */
    @Override
    public Call newCall(Request request) {
        return active ? Dns.super.newCall(request) : dns.newCall(request);
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        List<InetAddress> all = dns.lookup(hostname);
        List<InetAddress> left = new ArrayList<>(all);
        for (InetAddress address : hung) if (left.size() > 1) left.remove(address);
        partial = left.size() < all.size();
        latest = left;
        return left;
    }

    /** Leaves out the address that OkHttp tried first after the latest lookup. */
    void avoidLatest() {
        active = true;
        InetAddress first = null;
        for (InetAddress address : latest) {
            // OkHttp begins with IPv6 (RFC 8305).
            if (first == null || (address instanceof Inet6Address && !(first instanceof Inet6Address))) first = address;
        }
        if (first == null) return;
        hung.remove(first);
        hung.addFirst(first);
        if (hung.size() > MOST) hung.pollLast();
    }

    /** Uses all addresses again. Returns whether the latest lookup left any out. */
    boolean reset() {
        active = false;
        hung.clear();
        boolean was = partial;
        partial = false;
        return was;
    }
}
