package dev.holdfast.reference.web;

import dev.holdfast.reference.feed.Backend;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The first handler: health, draining, origin, authentication and connection limit. */
final class Gate extends Handler.Wrapper {
    static final String HEALTH = "/health";
    private static final String PRINCIPAL = "dev.holdfast.reference.principal";

    private final Channels channels;
    private final Backend backend;
    private final Settings settings;
    private final Provenance provenance;

    Gate(Channels channels, Backend backend, Settings settings, Handler next) {
        super(next);
        this.channels = channels;
        this.backend = backend;
        this.settings = settings;
        provenance = new Provenance(settings);
    }

    /** Returns the authenticated principal of a request. */
    static Principal principal(Request request) {
        return (Principal) request.getAttribute(PRINCIPAL);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (Request.getPathInContext(request).equals(HEALTH)) {
            health(request, response, callback);
            return true;
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        Refusal foreign = provenance.refusal(request);
        Refusal refusal = foreign == null ? refusal(request) : foreign;
        if (origin != null && foreign == null) {
            response.getHeaders().put("Access-Control-Allow-Origin", origin);
            response.getHeaders().add(HttpHeader.VARY, "Origin");
            if (request.getMethod().equals("OPTIONS") && !channels.draining()) {
                preflight(response, callback);
                return true;
            }
        }
        if (refusal != null) {
            refusal.write(response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private @Nullable Refusal refusal(Request request) {
        if (channels.draining()) return new Refusal(503, "This node is shutting down", 1);
        if (!backend.isFit()) return new Refusal(503, "This node has an internal error: see its log", 5);
        Principal principal = principalOf(request);
        if (principal == null) return new Refusal(401, "A bearer token in the Authorization header is required");
        request.setAttribute(PRINCIPAL, principal);
        boolean stays = Request.getPathInContext(request).equals(Front.FEED);
        if (stays && !channels.hasRoom()) return new Refusal(503, "The connection limit of this node is reached", 5);
        return null;
    }

    private @Nullable Principal principalOf(Request request) {
        Tokens tokens = settings.tokens();
        if (tokens == null) return new Principal(Request.getRemoteAddr(request), true);
        return tokens.check(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    }

    private static void preflight(Response response, Callback callback) {
        response.setStatus(204);
        response.getHeaders().put("Access-Control-Allow-Methods", "GET, POST");
        response.getHeaders().put("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID");
        response.getHeaders().put("Access-Control-Max-Age", "600");
        callback.succeeded();
    }

    /** Writes the health response. A proxy that treats 503 as a dead node can request 404 while the node drains. */
    private void health(Request request, Response response, Callback callback) {
        boolean draining = channels.draining();
        String status = draining ? "draining" : backend.isFit() ? "up" : "broken";
        boolean told = "draining=404".equals(request.getHttpURI().getQuery());
        response.setStatus(status.equals("up") ? 200 : draining && told ? 404 : 503);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        String body = "{\"status\":\"" + status + "\",\"history\":\""
                + (backend.reachable() ? "reachable" : "unreachable") + "\",\"connections\":" + channels.size()
                + ",\"slowConsumers\":" + channels.slowConsumers() + "}\n";
        Content.Sink.write(response, true, body, callback);
    }
}
