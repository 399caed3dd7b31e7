package dev.holdfast.cli;

import java.net.URI;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** The proxy authenticator, with the credentials in the variable that names the proxy. */
final class ProxyLogin implements Authenticator {
    private final Proxies proxies;
    private final Secrets secrets;

    ProxyLogin(Proxies proxies, Secrets secrets) {
        this.proxies = proxies;
        this.secrets = secrets;
    }

    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) {
        URI url = response.request().url().uri();
        String user = proxies.choose(url).user();
        // A second challenge means that the credentials are wrong.
        if (user == null || response.request().header("Proxy-Authorization") != null) return null;
        int colon = user.indexOf(':');
        String name = colon < 0 ? user : user.substring(0, colon);
        String password = colon < 0 ? "" : user.substring(colon + 1);
        secrets.add(password);
        return response.request()
                .newBuilder()
                .header("Proxy-Authorization", Credentials.basic(name, password))
                .build();
    }
}
