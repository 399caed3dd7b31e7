package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Message;
import dev.holdfast.RealtimeClient;
import dev.holdfast.SubscriptionListener;
import dev.holdfast.jvm.JdbcCursorStore;
import dev.holdfast.jvm.JdbcCursorStoreContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Positions in PostgreSQL, and processes that are killed and go on from them. */
final class JdbcPostgresInteropTest extends JdbcCursorStoreContract {
    @RegisterExtension
    static final DatabaseServer POSTGRES = DatabaseServer.postgres();

    private final JdbcCursorStore store = JdbcCursorStore.of(POSTGRES.source());

    @TempDir
    Path dir;

    @Override
    protected DataSource database() {
        return POSTGRES.source();
    }

    @BeforeEach
    void makeTable() throws SQLException {
        store.createTable();
    }

    private KillNine consumer(Acknowledgement acknowledgement, long seed) {
        return new KillNine(dir, POSTGRES.url(), acknowledgement, seed, JdbcPostgresInteropTest::awaitNoOtherSession);
    }

    /** What a process began before it was killed, PostgreSQL ends in its own time. */
    private static void awaitNoOtherSession() {
        Until.holds(() -> "sessions stay", () -> {
            try (Connection connection = POSTGRES.source().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet others = statement.executeQuery("SELECT COUNT(*) FROM pg_stat_activity"
                            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
                return others.next() && others.getInt(1) == 0;
            }
        });
    }

    @Test
    @Timeout(300)
    void aProcessThatIsKilledGoesOnWhereTheHandledMessagesEnded() {
        try (KillNine consumer = consumer(Acknowledgement.ON_RETURN, 42)) {
            consumer.kill(4);
        }
    }

    @Test
    @Timeout(300)
    void aPositionThatIsSavedBeforeItsMessageIsHandledIsNoticed() {
        try (KillNine consumer = consumer(Acknowledgement.ON_RECEIPT, 43)) {
            assertThatThrownBy(() -> consumer.kill(1))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("position after run 1");
        }
    }

    @Test
    void aDatabaseThatIsKilledIsToldAndCatchesUpWhenItIsBack() {
        List<String> texts = new CopyOnWriteArrayList<>();
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        SubscriptionListener<String> listener = new SubscriptionListener<>() {
            @Override
            public void onMessage(Message<String> message) {
                texts.add(message.text());
            }

            @Override
            public void onError(Throwable error) {
                errors.add(error);
            }

            @Override
            public void onEnded(CloseReason reason) {}
        };
        try (NumberedFeed feed = new NumberedFeed();
                RealtimeClient client =
                        RealtimeClient.builder(feed.url()).cursorStore(store).build()) {
            String key = feed.url() + "#numbers";
            client.subscribe("numbers", listener);
            feed.publishUpTo(5);
            Until.holds(() -> "not saved: " + errors, () -> "5".equals(store.load(key)));
            POSTGRES.kill();
            feed.publishUpTo(10);
            Until.holds(() -> "nothing told", () -> !errors.isEmpty());
            POSTGRES.start();
            assertThat(texts).isEqualTo(numbers(10));
            feed.publishUpTo(15);
            Until.holds(() -> "not saved: " + errors, () -> "15".equals(store.load(key)));
            assertThat(texts).isEqualTo(numbers(15));
            assertThat(errors).hasSize(1).first().isInstanceOf(SQLException.class);
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }
}
