// cases/run Completion
// graphql-ws "complete", jakartaee/rest#606 and #670, KTOR: a subscription that is over as planned is no failure. Also: a topic that the server dropped for now and that may be asked for again.
package cases.field;
import dev.holdfast.*;
import dev.holdfast.jvm.*;
import dev.holdfast.protocol.JsonDialect;
import java.util.*;
import java.util.concurrent.*;
class Completion {
    public static void main(String[] a) throws Exception {
        JsonDialect gql = JsonDialect.of("graphql", routes -> Map.of("id", routes.get(0).topic(), "type", "subscribe", "payload", Map.of("query", "subscription { n }")), (f, reply) -> {
            String type = f.string("type");
            if ("connection_ack".equals(type)) reply.ready();
            else if ("next".equals(type)) reply.message(f.string("id"), f.raw("payload"));
            else if ("complete".equals(type)) reply.refused(f.string("id"), "complete"); // the only word there is
        }).greeting(Map.of("type", "connection_init")).subprotocol("graphql-transport-ws");
        try (Rig rig = new Rig(c -> { if (!c.request()) return; c.upgrade("Sec-WebSocket-Protocol: graphql-transport-ws"); c.readText(); c.text("{\"type\":\"connection_ack\"}"); c.readText(); c.text("{\"type\":\"next\",\"id\":\"n\",\"payload\":1}"); c.text("{\"type\":\"complete\",\"id\":\"n\"}"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/")).protocol(gql).build()) {
            List<String> told = new ArrayList<>();
            try (MessageStream<String> s = MessageStream.open(client, SubscriptionRequest.text("n"))) { for (Message<String> m : s) told.add(m.data()); told.add("<the loop ended in order>"); }
            catch (StreamException e) { told.add("<" + e + ">"); }
            Rig.log("%s", told);
            Rig.verdict(told.toString().contains("in order") ? "holds" : "FAILS: a completion can only be said as a refusal; the loop throws (works but awkward)");
        }
    }
}
