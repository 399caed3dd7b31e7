package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not depend on the database. */
final class JdbcCursorStoreTest {
    private final JdbcCursorStore store = JdbcCursorStore.of(new JdbcDataSource());

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a;", "a--", "\"a\"", "`a`", "1a", "a.", ".a", "a.b.c.d", "é", "a'", "a\n"})
    void aTableThatIsNoNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.withTable(name))
                .withMessageContaining("\"" + name + "\" is not valid. Use at most 63 letters, digits and underscores");
        assertThatIllegalArgumentException().isThrownBy(() -> store.withTable("a".repeat(64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "_", "holdfast_cursor", "Feeds.Cursor2", "catalog.schema.cursors"})
    void aTableMayHaveASchema(String name) {
        assertThat(store.withTable(name).schema()).startsWith("CREATE TABLE IF NOT EXISTS " + name + " (");
    }

    @Test
    void theTableIsTheOneOfTheDocs() throws IOException {
        assertThat(Files.readString(Path.of("../docs/cursors.md"))).contains("```sql\n" + store.schema() + "\n```");
    }

    @Test
    void aBadInstanceOrTimeoutIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.withInstance(" "))
                .withMessageContaining("Use 1 to 100 characters");
        assertThatIllegalArgumentException().isThrownBy(() -> store.withInstance("x".repeat(101)));
        for (Duration bad : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(2)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.withTimeout(bad))
                    .withMessageContaining("Use a duration above zero and at most one day");
        }
        assertThatNullPointerException().isThrownBy(() -> JdbcCursorStore.of(null));
    }

    @Test
    void aDatabaseThatIsNotThereIsToldWhenItIsAsked() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:mem:nowhere;IFEXISTS=TRUE");
        JdbcCursorStore unheard = JdbcCursorStore.of(nowhere);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> unheard.load("key"));
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> unheard.save("key", "1"));
        assertThatExceptionOfType(SQLException.class).isThrownBy(unheard::createTable);
    }

    @Test
    void everyStatementHasTheTimeoutInWholeSeconds() throws SQLException {
        JdbcDataSource real = new JdbcDataSource();
        real.setURL("jdbc:h2:mem:timeouts;DB_CLOSE_DELAY=-1");
        WatchedSource watched = new WatchedSource(real, true);
        DataSource source = watched.source();
        JdbcCursorStore bounded = JdbcCursorStore.of(source).withTimeout(Duration.ofMillis(2_001));
        bounded.createTable();
        bounded.save("key", "1");
        bounded.save("key", null);
        assertThat(bounded.load("key")).isNull();
        assertThat(watched.timeouts).containsExactly(3, 3, 3, 3, 3);
    }

    @Test
    void aKeyIsReadableAsFarAsItFits() {
        CursorRow row = CursorRow.of("node 1", "wss://feed.example/v1#" + "é".repeat(1000), "7");
        assertThat(row.key()).hasSize(500).startsWith("node 1 wss://feed.example/v1#\\u00e9");
        assertThat(row.hash()).hasSize(64);
        assertThat(CursorRow.of("", "a", "7").key()).isEqualTo("a");
    }
}
