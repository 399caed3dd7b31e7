package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a row that cannot be trusted. */
abstract class JdbcSetAsideContract extends JdbcFixture {
    private static final String HASH = CursorRow.of("", KEY, "").hash();
    private static final String ASIDE = "broken-" + HASH.substring(7);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "position_text = '13'",
                "position_text = ''",
                "position_text = '1\\u'",
                "digest = ''",
                "digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'"
            })
    final void aRowThatWasChangedIsNotTrusted(String change) throws Exception {
        JdbcCursorStore store = store(watch(true));
        store.save(KEY, "12");
        run("UPDATE TABLE_NAME SET " + change);
        assertNotTrusted(store);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aRowOfAnotherKeyIsNotTrusted(boolean autoCommit) throws Exception {
        JdbcCursorStore store = store(watch(autoCommit));
        store.save("another", "13");
        run("UPDATE TABLE_NAME SET key_hash = '" + HASH + "'");
        assertNotTrusted(store);
    }

    /** Told once, kept for people, and no position from then on. */
    private void assertNotTrusted(JdbcCursorStore store) throws SQLException {
        assertThatExceptionOfType(SQLDataException.class)
                .isThrownBy(() -> store.load(KEY))
                .withMessageContaining("truncated or changed")
                .withMessageContaining(ASIDE);
        assertThat(store.load(KEY)).isNull();
        assertThat(store.load(KEY)).isNull();
        assertThat(column("key_hash")).containsExactly(ASIDE);
        store.save(KEY, "14");
        assertThat(store.load(KEY)).isEqualTo("14");
        assertThat(column("key_hash")).containsExactlyInAnyOrder(HASH, ASIDE);
    }

    private JdbcCursorStore changed(WatchedSource source) throws SQLException {
        JdbcCursorStore store = store(source);
        store.save(KEY, "12");
        run("UPDATE TABLE_NAME SET position_text = '13'");
        return store;
    }

    private static void assertTold(JdbcCursorStore store) {
        assertThatExceptionOfType(SQLDataException.class).isThrownBy(() -> store.load(KEY));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void anOlderRowThatWasSetAsideIsReplaced(boolean autoCommit) throws Exception {
        JdbcCursorStore store = changed(watch(autoCommit));
        store.save("another", "1");
        assertTold(store);
        store.save(KEY, "14");
        run("UPDATE TABLE_NAME SET position_text = '15' WHERE key_hash = '" + HASH + "'");
        assertTold(store);
        assertThat(store.load(KEY)).isNull();
        assertThat(column("position_text")).containsExactlyInAnyOrder("1", "15");
        assertThat(store.load("another")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void ofManyAtOnceOneIsTold(boolean autoCommit) throws Exception {
        JdbcCursorStore store = changed(watch(autoCommit));
        AtomicInteger told = new AtomicInteger();
        Together.run(THREADS, i -> {
            try {
                assertThat(store.load(KEY)).isNull();
            } catch (SQLDataException e) {
                told.incrementAndGet();
            }
        });
        assertThat(told).hasValue(1);
        assertThat(column("key_hash")).containsExactly(ASIDE);
        assertThat(column("position_text")).containsExactly("13");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void manyAtOnceAreAllSetAside(boolean autoCommit) throws Exception {
        JdbcCursorStore store = store(watch(autoCommit));
        for (int round = 0; round < 8; round++) {
            String keys = KEY + round + "/";
            for (int i = 0; i < THREADS; i++) store.save(keys + i, "12");
            run("UPDATE TABLE_NAME SET position_text = '13'");
            Together.run(THREADS, i -> {
                assertThatExceptionOfType(SQLDataException.class)
                        .isThrownBy(() -> store.load(keys + i))
                        .withMessageContaining("moved aside as");
                assertThat(store.load(keys + i)).isNull();
            });
            assertThat(column("key_hash"))
                    .hasSize((round + 1) * THREADS)
                    .allSatisfy(key -> assertThat(key).startsWith("broken-").hasSize(64));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aPositionThatIsSavedMeanwhileIsNotSetAside(boolean autoCommit) throws Exception {
        WatchedSource source = watch(autoCommit);
        JdbcCursorStore store = changed(source);
        JdbcCursorStore faster = without(watch(true));
        AtomicInteger updates = new AtomicInteger();
        source.before = (verb, connection) -> {
            if (verb.equals("UPDATE") && updates.incrementAndGet() == 1) faster.save(KEY, "14");
        };
        assertThat(store.load(KEY)).isEqualTo("14");
        assertThat(updates).hasPositiveValue();
        assertThat(column("key_hash")).containsExactly(HASH);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aConnectionThatBreaksInTheMiddleSetsNothingAsideAndTheNextLoadDoes(boolean autoCommit) throws Exception {
        WatchedSource source = watch(autoCommit);
        JdbcCursorStore store = changed(source);
        assertTold(store);
        store.save(KEY, "14");
        run("UPDATE TABLE_NAME SET position_text = '15' WHERE key_hash = '" + HASH + "'");
        List<String> before = column("position_text");
        AtomicInteger updates = new AtomicInteger();
        source.before = (verb, connection) -> {
            if (!verb.equals("UPDATE") || updates.incrementAndGet() < 2) return;
            source.before = (any, other) -> {};
            connection.close();
            throw new SQLException("the connection broke", "08006");
        };
        assertThatExceptionOfType(SQLDataException.class)
                .isThrownBy(() -> store.load(KEY))
                .withMessageContaining("truncated or changed")
                .havingCause()
                .withMessage("the connection broke");
        assertThat(column("position_text")).hasSize(2).isEqualTo(before);
        assertTold(store);
        assertThat(store.load(KEY)).isNull();
        assertThat(column("position_text")).containsExactly("15");
        // The one that broke says so itself.
        source.unfinished.set(0);
    }
}
