package cases.core;
import java.io.*;
import java.security.*;
import javax.net.ssl.*;
import java.security.cert.X509Certificate;
public class Tls {
    static SSLContext ctx() throws Exception {
        KeyStore ks = KeyStore.getInstance("PKCS12"); try (InputStream i = new FileInputStream("ks.p12")) { ks.load(i, "changeit".toCharArray()); }
        KeyManagerFactory k = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()); k.init(ks, "changeit".toCharArray());
        TrustManagerFactory t = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()); t.init(ks);
        SSLContext c = SSLContext.getInstance("TLS"); c.init(k.getKeyManagers(), t.getTrustManagers(), null); return c;
    }
    static X509TrustManager trust() throws Exception {
        KeyStore ks = KeyStore.getInstance("PKCS12"); try (InputStream i = new FileInputStream("ks.p12")) { ks.load(i, "changeit".toCharArray()); }
        KeyStore only = KeyStore.getInstance("PKCS12"); only.load(null, null); only.setCertificateEntry("a", ks.getCertificate("a"));
        TrustManagerFactory t = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()); t.init(only);
        return (X509TrustManager) t.getTrustManagers()[0];
    }
}
