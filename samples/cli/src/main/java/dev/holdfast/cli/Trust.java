package dev.holdfast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The trust of TLS connections. */
public record Trust(SSLSocketFactory sockets, X509TrustManager manager) {
    /**
     * Returns trust in the platform's authorities and those in a file.
     *
     * @param pem concatenated PEM certificates, may be empty
     */
    public static Trust platformAnd(InputStream pem) throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int count = 0;
        for (X509Certificate known : manager(null).getAcceptedIssuers()) {
            all.setCertificateEntry("c" + count++, known);
        }
        for (Certificate more : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            all.setCertificateEntry("c" + count++, more);
        }
        return of(manager(all));
    }

    /** Returns trust as decided by a trust manager. */
    public static Trust of(X509TrustManager manager) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {manager}, null);
        return new Trust(context.getSocketFactory(), manager);
    }

    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new KeyStoreException("no trust manager"));
    }
}
