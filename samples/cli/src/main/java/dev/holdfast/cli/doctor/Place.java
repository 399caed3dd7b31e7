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

/** The check of the host's name and of connections to its addresses. */
final class Place {
    private final Duration timeout;

    Place(Duration timeout) {
        this.timeout = timeout;
    }

    /** Adds its findings and returns whether further checks make sense. */
    boolean look(URI url, Proxies.Choice proxy, List<Finding> findings) throws InterruptedException {
        String host = Address.of(url).host();
        long begun = System.nanoTime();
        InetAddress[] addresses;
        try {
            addresses = resolve(host);
        } catch (ExecutionException e) {
            findings.add(unknown(host, proxy, "no address found for " + host));
            return !proxy.isDirect();
        } catch (TimeoutException e) {
            findings.add(unknown(host, proxy, "no DNS response within " + Spans.text(timeout)));
            return !proxy.isDirect();
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        List<String> texts =
                Arrays.stream(addresses).map(InetAddress::getHostAddress).toList();
        findings.add(Finding.of(
                "name", Verdict.FINE, host + " is " + String.join(", ", texts) + ", resolved in " + millis + " ms"));
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
            return Finding.of("name", Verdict.NOTE, what + " on this machine; the proxy resolves names itself");
        }
        return Finding.of("name", Verdict.TROUBLE, what)
                .advice("check the spelling, then the network and the VPN; 'getent hosts " + host
                        + "' does the same lookup. If only a proxy resolves names, set https_proxy");
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
                said.add(address.getHostAddress() + " port " + port + " failed ("
                        + e.getClass().getSimpleName() + ")");
            }
        }
        String all = "connections: " + String.join(", ", said);
        if (open == addresses.length) findings.add(Finding.of("connect", Verdict.FINE, all));
        else if (open > 0) {
            findings.add(Finding.of("connect", Verdict.TROUBLE, all)
                    .advice("an unreachable address delays each attempt; often IPv6 is announced but not routed"));
        } else {
            findings.add(Finding.of("connect", Verdict.TROUBLE, all)
                    .advice("refused: no server listens there; timeout: a firewall drops packets. Check the port,"
                            + " or set https_proxy if a proxy is the only way out"));
        }
        return open > 0;
    }
}
