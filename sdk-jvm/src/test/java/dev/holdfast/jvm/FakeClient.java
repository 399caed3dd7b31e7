package dev.holdfast.jvm;

import dev.holdfast.CloseReason;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.Subscription;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.SubscriptionOptions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A client without a network: what its one subscription is told, the test says, and what is done to it, it writes down. */
final class FakeClient {
    final List<String> done = new ArrayList<>();
    SubscriptionOptions<?> options;
    private SubscriptionListener<Object> listener;

    @SuppressWarnings("unchecked") // the listener takes what the test hands it
    RealtimeClient client() {
        return fake(RealtimeClient.class, (self, method, arguments) -> {
            if (!method.getName().equals("subscribe")) throw new AssertionError("called " + method);
            options = (SubscriptionOptions<?>) arguments[0];
            listener = (SubscriptionListener<Object>) arguments[1];
            return subscription();
        });
    }

    private Subscription subscription() {
        return fake(Subscription.class, (self, method, arguments) -> {
            done.add(method.getName() + (arguments == null ? "" : " " + arguments[0]));
            return null;
        });
    }

    @SuppressWarnings("unchecked") // a class says nothing of what messages are decoded to
    void message(String text) {
        listener.onMessage(fake(Message.class, (self, method, arguments) -> switch (method.getName()) {
            case "data", "text" -> text;
            case "ack" -> {
                done.add("ack " + text);
                yield null;
            }
            default -> throw new AssertionError("called " + method);
        }));
    }

    void error(Throwable error) {
        listener.onError(error);
    }

    void end(CloseReason reason) {
        listener.onEnded(reason);
    }

    /** What was done since it was asked last. */
    List<String> sinceThen() {
        List<String> all = List.copyOf(done);
        done.clear();
        return all;
    }

    static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> method.getName().equals("toString")
                        ? type.getSimpleName()
                        : handler.invoke(self, method, args)));
    }
}
