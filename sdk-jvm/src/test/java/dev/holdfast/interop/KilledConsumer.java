package dev.holdfast.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CursorStore;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionOptions;
import dev.holdfast.jvm.JdbcCursorStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process that handles messages until it is killed: handling one is writing its number to a file. At one message it may
 * stop for good, before it is handled or after, in the middle of its listener.
 */
final class KilledConsumer {
    static final String TOPIC = "numbers";

    private KilledConsumer() {}

    /** The feed's URL, the store, the mode of acknowledgement, the file, the message to hold at, "before" or "after". */
    public static void main(String[] arguments) throws Exception {
        Path handled = Path.of(arguments[3]);
        String hold = arguments[4];
        boolean before = arguments[5].equals("before");
        RealtimeClient client = RealtimeClient.builder(arguments[0])
                .cursorStore(store(arguments[1]))
                .build();
        client.subscribe(
                SubscriptionOptions.of(TOPIC, String.class).withAcknowledgement(Acknowledgement.valueOf(arguments[2])),
                message -> {
                    String number = message.text();
                    if (number.equals(hold) && before) hold(handled);
                    append(handled, number);
                    if (number.equals(hold)) hold(handled);
                });
        // It does not outlive the test, however that ends.
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(1);
    }

    static CursorStore store(String where) {
        if (!where.startsWith("jdbc:")) return CursorStore.inDirectory(Path.of(where));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(where);
        return JdbcCursorStore.of(source);
    }

    static Path holding(Path handled) {
        return handled.resolveSibling(handled.getFileName() + ".holding");
    }

    private static void append(Path file, String number) {
        try {
            Files.write(file, (number + "\n").getBytes(UTF_8), CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hold(Path handled) {
        try {
            Files.createFile(holding(handled));
            new CountDownLatch(1).await();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
