package dev.holdfast.cli.doctor;

import dev.holdfast.cli.Address;
import dev.holdfast.cli.Trust;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The response of the host at an address, trusted or not. The only request is {@code HEAD /} without user headers, so
 * an untrusted host learns nothing.
 *
 * @param chain the certificate chain, the host's own first; empty if there was none
 * @param named whether the certificate is for this host
 * @param date the {@code Date} header, or null
 * @param age the {@code Age} header in seconds, 0 if absent
 * @param failure the reason for a missing response, or null
 */
record Anonymous(
        List<X509Certificate> chain,
        boolean named,
        @Nullable Instant date,
        long age,
        @Nullable IOException failure) {
    static Anonymous ask(OkHttpClient http, URI url) {
        AtomicReference<List<X509Certificate>> chain = new AtomicReference<>(List.of());
        AtomicBoolean named = new AtomicBoolean();
        HostnameVerifier usual = http.hostnameVerifier();
        HttpUrl root = HttpUrl.get(Address.http(url))
                .newBuilder()
                .encodedPath("/")
                .query(null)
                .fragment(null)
                .build();
        try {
            Trust everybody = Trust.of(new Everybody(chain));
            OkHttpClient open = http.newBuilder()
                    .sslSocketFactory(everybody.sockets(), everybody.manager())
                    .hostnameVerifier((host, session) -> {
                        named.set(usual.verify(host, session));
                        return true;
                    })
                    .build();
            Request request = new Request.Builder().url(root).head().build();
            try (Response response = open.newCall(request).execute()) {
                Date date = response.headers().getDate("Date");
                long age = number(response.header("Age", "0"));
                return new Anonymous(known(chain), named.get(), date == null ? null : date.toInstant(), age, null);
            }
        } catch (IOException e) {
            return new Anonymous(known(chain), named.get(), null, 0, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is missing from this Java platform", e);
        }
    }

    private static List<X509Certificate> known(AtomicReference<List<X509Certificate>> chain) {
        return Objects.requireNonNull(chain.get());
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** A trust manager that accepts and records every certificate chain. */
    private record Everybody(AtomicReference<List<X509Certificate>> chain) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String authType) {
            // Not called for a TLS client.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String authType) {
            chain.set(List.of(certificates));
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
