// cases/run Smoke
package cases.field;
import dev.holdfast.*;
class Smoke {
    public static void main(String[] a) throws Exception {
        try (Rig rig = new Rig(c -> { c.request(); Rig.log(c.head); c.sse(); c.raw("data: hello\n\n"); c.untilGone(); });
             RealtimeClient client = RealtimeClient.builder(rig.http("/feed")).build()) {
            client.addConnectionListener(e -> Rig.log("%s", e));
            client.subscribe(m -> Rig.log("got %s", m.data()));
            Rig.sleep(4000);
        }
        try (Rig rig = new Rig(c -> { c.request(); Rig.log(c.head); c.upgrade(); c.text("hello"); Rig.log("ws got %s", c.read()); });
             RealtimeClient client = RealtimeClient.builder(rig.ws("/feed")).build()) {
            client.addConnectionListener(e -> Rig.log("%s", e));
            client.subscribe(m -> Rig.log("got %s", m.data()));
            Rig.sleep(1500);
        }
    }
}
