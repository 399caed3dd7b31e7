package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;

final class FailoverDnsTest {
    private final List<InetAddress> known = new ArrayList<>();
    private final FailoverDns dns = new FailoverDns(host -> known);

    private void know(String... addresses) throws UnknownHostException {
        known.clear();
        for (String address : addresses) known.add(InetAddress.getByName(address));
    }

    private void assertFinds(String... addresses) throws UnknownHostException {
        assertThat(dns.lookup("feed.test"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly(addresses);
    }

    @Test
    void allAddressesAreUsedInTheOrderOfTheApp() throws Exception {
        know("10.0.0.2", "10.0.0.1");
        assertFinds("10.0.0.2", "10.0.0.1");
        assertThat(dns.reset()).isFalse();
    }

    @Test
    void anAddressThatHungIsLeftOutUntilAReset() throws Exception {
        know("10.0.0.1", "10.0.0.2", "10.0.0.3");
        dns.lookup("feed.test");
        dns.avoidLatest();
        assertFinds("10.0.0.2", "10.0.0.3");
        dns.avoidLatest();
        assertFinds("10.0.0.3");
        assertThat(dns.reset()).isTrue();
        assertThat(dns.reset()).isFalse();
        assertFinds("10.0.0.1", "10.0.0.2", "10.0.0.3");
    }

    @Test
    void theOnlyAddressStays() throws Exception {
        know("10.0.0.1");
        dns.lookup("feed.test");
        dns.avoidLatest();
        assertFinds("10.0.0.1");
    }

    @Test
    void ifAllHungEachIsTriedInTurn() throws Exception {
        know("10.0.0.1", "10.0.0.2");
        dns.lookup("feed.test");
        for (int i = 0; i < 3; i++) {
            dns.avoidLatest();
            assertFinds("10.0.0.2");
            dns.avoidLatest();
            assertFinds("10.0.0.1");
        }
    }

    /** OkHttp puts IPv6 first, so it is no use to put such an address last. */
    @Test
    void okHttpBeginsWithIpv6() throws Exception {
        know("10.0.0.1", "2001:db8:0:0:0:0:0:1");
        dns.lookup("feed.test");
        dns.avoidLatest();
        assertFinds("10.0.0.1");
    }

    @Test
    void aNameThatMovesFillsNoMemory() throws Exception {
        for (int i = 0; i < 100; i++) {
            know("10.0.0." + i, "10.0.1." + i);
            dns.lookup("feed.test");
            dns.avoidLatest();
        }
        know("10.0.0.83", "10.0.0.84", "10.0.0.99", "10.0.1.1");
        assertFinds("10.0.0.83", "10.0.1.1");
    }

    /** Keys for ECH come this way. OkHttp calls lookup() where the call is of the default kind. */
    @Test
    void theAppsOwnCallIsUsedWhileNothingHung() {
        Dns.Call own = new FailoverDns(host -> known).newCall(new Dns.Request("feed.test"));
        FailoverDns wrapped = new FailoverDns(new Dns() {
            @Override
            public List<InetAddress> lookup(String host) {
                return known;
            }

            @Override
            public Dns.Call newCall(Dns.Request request) {
                return own;
            }
        });
        Dns.Request request = new Dns.Request("feed.test");
        assertThat(wrapped.newCall(request)).isSameAs(own);
        wrapped.avoidLatest();
        assertThat(wrapped.newCall(request)).isNotSameAs(own);
        wrapped.reset();
        assertThat(wrapped.newCall(request)).isSameAs(own);
    }

    @Test
    void theAppsFailureIsPassedOn() {
        FailoverDns failing = new FailoverDns(host -> {
            throw new UnknownHostException(host);
        });
        assertThatThrownBy(() -> failing.lookup("a.test")).isInstanceOf(UnknownHostException.class);
        failing.avoidLatest();
    }
}
