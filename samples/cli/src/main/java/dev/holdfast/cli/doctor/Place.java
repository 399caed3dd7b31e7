package dev.holdfast.cli.doctor;

import dev.holdfast.cli.Address;
import dev.holdfast.cli.Finding;
import dev.holdfast.cli.Finding.Verdict;
import dev.holdfast.cli.Proxies;
import dev.holdfast.cli.Spans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether the host's name has addresses, and whether they take connections. */
final class Place {
    private final Duration timeout;

    Place(Duration timeout) {
        this.timeout = timeout;
    }

    /** Adds what it finds; answers whether it is worth going on. */
    boolean look(URI url, Proxies.Choice proxy, List<Finding> findings) throws InterruptedException {
        String host = Address.of(url).host();
        long begun = System.nanoTime();
        InetAddress[] addresses;
        try {
            addresses = resolve(host);
        } catch (ExecutionException e) {
            findings.add(unknown(host, proxy, "no address was found for " + host));
            return !proxy.isDirect();
        } catch (TimeoutException e) {
            findings.add(unknown(host, proxy, "no answer within " + Spans.text(timeout)));
            return !proxy.isDirect();
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        List<String> texts =
                Arrays.stream(addresses).map(InetAddress::getHostAddress).toList();
        findings.add(Finding.of(
                "name", Verdict.FINE, host + " is " + String.join(", ", texts) + ", found in " + millis + " ms"));
        if (!proxy.isDirect()) return true;
        return connect(addresses, Address.of(url).port(), findings);
    }

    private InetAddress[] resolve(String host) throws ExecutionException, TimeoutException, InterruptedException {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return InetAddress.getAllByName(host);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                })
                .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Finding unknown(String host, Proxies.Choice proxy, String what) {
        if (!proxy.isDirect()) {
            return Finding.of("name", Verdict.NOTE, what + " on this machine; the proxy looks for itself");
        }
        return Finding.of("name", Verdict.TROUBLE, what)
                .advice("check the spelling, then the network and the VPN; 'getent hosts " + host
                        + "' asks the same. Where names are found by a proxy only, set https_proxy");
    }

    private boolean connect(InetAddress[] addresses, int port, List<Finding> findings) {
        List<String> said = new ArrayList<>();
        int open = 0;
        for (InetAddress address : addresses) {
            long begun = System.nanoTime();
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
                open++;
                said.add(address.getHostAddress() + " port " + port + " after "
                        + (System.nanoTime() - begun) / 1_000_000 + " ms");
            } catch (IOException e) {
                said.add(address.getHostAddress() + " port " + port + " not ("
                        + e.getClass().getSimpleName() + ")");
            }
        }
        String all = "connected to " + String.join(", ", said);
        if (open == addresses.length) findings.add(Finding.of("connect", Verdict.FINE, all));
        else if (open > 0) {
            findings.add(Finding.of("connect", Verdict.TROUBLE, all)
                    .advice(
                            "an address that does not answer costs time at each attempt: often IPv6 is announced and not"
                                    + " routed"));
        } else {
            findings.add(Finding.of("connect", Verdict.TROUBLE, all)
                    .advice(
                            "refused means that nothing listens there; silence that a firewall drops it. Check the port,"
                                    + " or set https_proxy where there is no other way out"));
        }
        return open > 0;
    }
}
