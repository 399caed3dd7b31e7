package dev.holdfast.jvm;

import dev.holdfast.CursorStore;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;

/** An app that uses all that does not need a database, and then looks for the one thing that does. */
final class SmallRuntimeApp {
    private SmallRuntimeApp() {}

    public static void main(String[] arguments) throws Exception {
        RealtimeClient client = RealtimeClient.builder(arguments[0])
                .cursorStore(CursorStore.inMemory())
                .build();
        try (MessageStream<Integer> messages = MessageStream.open(client, SubscriptionOptions.of("3", Integer.class))) {
            int sum = 0;
            for (int i = 0; i < 3; i++) sum += messages.iterator().next().data();
            System.out.println("SUM " + sum);
        }
        Streams.publisher(client, SubscriptionOptions.of("3", Integer.class));
        client.close();
        try {
            Class.forName("javax.sql.DataSource");
            System.out.println("HAS java.sql");
        } catch (ClassNotFoundException e) {
            System.out.println("HAS NO java.sql");
        }
    }
}
