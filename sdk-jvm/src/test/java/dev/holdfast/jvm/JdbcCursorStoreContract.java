package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds on each database, with auto-commit on and off. */
public abstract class JdbcCursorStoreContract {
    private static final String KEY = "https://feed.example/v1?x=1#prices/eur";
    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final int THREADS = 6;

    private final String table = "cursors_" + TABLES.incrementAndGet();
    private final List<WatchedSource> watched = new ArrayList<>();
    private DataSource database;

    /** Where each connection is a new one. */
    protected abstract DataSource database() throws Exception;

    @BeforeEach
    final void begin() throws Exception {
        database = database();
    }

    @AfterEach
    final void everyConnectionWasGivenBackBetweenTransactions() {
        for (WatchedSource each : watched) {
            assertThat(each.taken).hasPositiveValue();
            assertThat(each.given).hasValue(each.taken.get());
            assertThat(each.unfinished).hasValue(0);
        }
    }

    private WatchedSource watch(boolean autoCommit) {
        WatchedSource source = new WatchedSource(database, autoCommit);
        watched.add(source);
        return source;
    }

    private JdbcCursorStore without(WatchedSource source) {
        return JdbcCursorStore.of(source.source()).table(table);
    }

    private JdbcCursorStore store(WatchedSource source) throws SQLException {
        JdbcCursorStore store = without(source);
        store.createTable();
        return store;
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql.replace("TABLE_NAME", table));
        }
    }

    private int rows() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            assertThat(count.next()).isTrue();
            return count.getInt(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void whatIsSavedIsFoundByAnotherStore(boolean autoCommit) throws Exception {
        JdbcCursorStore store = store(watch(autoCommit));
        assertThat(store.load(KEY)).isNull();
        String[] cursors = {
            "1",
            "",
            " ",
            "a b  ",
            "line\nfeed",
            "back\\slash\\n\\u0041",
            "\\",
            "\r\n\t\0",
            "é ☃ \uD83D\uDE00",
            "\uD83D",
            "'",
            "%"
        };
        for (String cursor : cursors) {
            store.save(KEY, cursor);
            store.save(KEY + "2", "other");
            assertThat(without(watch(!autoCommit)).load(KEY)).isEqualTo(cursor);
        }
        assertThat(rows()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aPositionSavedAgainIsNoError(boolean autoCommit) throws Exception {
        JdbcCursorStore store = store(watch(autoCommit));
        store.save(KEY, "1");
        store.save(KEY, "1");
        assertThat(store.load(KEY)).isEqualTo("1");
        assertThat(rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aPositionIsForgottenWhenItIsTakenBack(boolean autoCommit) throws Exception {
        JdbcCursorStore store = store(watch(autoCommit));
        store.save(KEY, null);
        store.save(KEY, "1");
        store.save("another", "2");
        store.save(KEY, null);
        assertThat(store.load(KEY)).isNull();
        assertThat(rows()).isEqualTo(1);
        store.save(KEY, "3");
        assertThat(store.load(KEY)).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void keysOfAnyLengthAndContentHaveRowsOfTheirOwn(boolean autoCommit) throws Exception {
        JdbcCursorStore store = store(watch(autoCommit));
        String many = "x".repeat(10_000);
        String[] keys = {
            "", " ", "A", "a", "a ", "á", "a\nb", "a\\nb", "a\\u000ab", "a\0", "☃", many, many + "y", "'; --"
        };
        for (int i = 0; i < keys.length; i++) store.save(keys[i], "" + i);
        for (int i = 0; i < keys.length; i++) assertThat(store.load(keys[i])).isEqualTo("" + i);
        assertThat(rows()).isEqualTo(keys.length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aPositionThatIsTooLongLeavesTheOneBefore(boolean autoCommit) throws Exception {
        JdbcCursorStore store = store(watch(autoCommit));
        String longest = "7".repeat(CursorRow.MOST);
        store.save(KEY, longest);
        assertThat(store.load(KEY)).isEqualTo(longest);
        assertThatExceptionOfType(SQLDataException.class)
                .isThrownBy(() -> store.save(KEY, longest + "8"))
                .withMessageContaining("65536 characters");
        assertThatExceptionOfType(SQLDataException.class).isThrownBy(() -> store.save(KEY, "é".repeat(20_000)));
        assertThat(store.load(KEY)).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void instancesKeepPositionsOfTheirOwn(boolean autoCommit) throws Exception {
        JdbcCursorStore none = store(watch(autoCommit));
        none.save("b#" + KEY, "0");
        none.instance("a").save(KEY, "1");
        none.instance("b").save(KEY, "2");
        assertThat(none.load(KEY)).isNull();
        assertThat(none.instance("a").load(KEY)).isEqualTo("1");
        assertThat(none.instance("b").load(KEY)).isEqualTo("2");
        none.instance("b").save(KEY, null);
        assertThat(none.instance("a").load(KEY)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void firstSavesOfOneKeyAtOnceAllSucceed(boolean autoCommit) throws Exception {
        JdbcCursorStore store = store(watch(autoCommit));
        for (int round = 0; round < 8; round++) {
            String key = KEY + round;
            Together.run(THREADS, i -> store.save(key, "from " + i));
            assertThat(store.load(key)).startsWith("from ");
            assertThat(rows()).isEqualTo(round + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void savesOfManyKeysAtOnceAllArrive(boolean autoCommit) throws Exception {
        JdbcCursorStore store = store(watch(autoCommit));
        Together.run(THREADS, i -> {
            for (int position = 0; position < 10; position++) store.save(KEY + i, "" + position);
        });
        for (int i = 0; i < THREADS; i++) assertThat(store.load(KEY + i)).isEqualTo("9");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aFirstSaveThatAnotherComesBeforeReplacesIt(boolean autoCommit) throws Exception {
        WatchedSource source = watch(autoCommit);
        JdbcCursorStore store = store(source);
        JdbcCursorStore faster = without(watch(true));
        AtomicInteger inserts = new AtomicInteger();
        source.before = (verb, connection) -> {
            if (verb.equals("INSERT") && inserts.incrementAndGet() == 1) faster.save(KEY, "theirs");
        };
        store.save(KEY, "ours");
        assertThat(inserts).hasValue(1);
        assertThat(store.load(KEY)).isEqualTo("ours");
        assertThat(rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aConnectionThatBreaksIsToldAndTheNextOneGoesOn(boolean autoCommit) throws Exception {
        WatchedSource source = watch(autoCommit);
        JdbcCursorStore store = store(source);
        for (String verb : new String[] {"UPDATE", "INSERT"}) {
            source.breakAt(verb);
            assertBroken(() -> store.save(KEY, "1"));
            assertThat(store.load(KEY)).isNull();
        }
        store.save(KEY, "2");
        source.breakAt("UPDATE");
        assertBroken(() -> store.save(KEY, "3"));
        source.breakAt("DELETE");
        assertBroken(() -> store.save(KEY, null));
        source.breakAt("SELECT");
        assertBroken(() -> store.load(KEY));
        assertThat(store.load(KEY)).isEqualTo("2");
        // Those that broke say so themselves.
        source.unfinished.set(0);
    }

    private static void assertBroken(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(SQLException.class).isThrownBy(call).withMessage("the connection broke");
    }

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
        run("UPDATE TABLE_NAME SET key_hash = '" + CursorRow.of("", KEY, "").hash() + "'");
        assertNotTrusted(store);
    }

    private static void assertNotTrusted(JdbcCursorStore store) throws SQLException {
        assertThatExceptionOfType(SQLDataException.class)
                .isThrownBy(() -> store.load(KEY))
                .withMessageContaining("cut or changed");
        store.save(KEY, "14");
        assertThat(store.load(KEY)).isEqualTo("14");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aTableThatIsNotThereIsToldAndNotMade(boolean autoCommit) {
        JdbcCursorStore store = without(watch(autoCommit));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> store.save(KEY, "1"));
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> store.load(KEY));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void aTableOfAnotherShapeIsToldAndLeft(boolean autoCommit) throws Exception {
        run("CREATE TABLE TABLE_NAME (key_hash VARCHAR(64), name VARCHAR(9))");
        run("INSERT INTO TABLE_NAME VALUES ('', 'theirs')");
        JdbcCursorStore store = store(watch(autoCommit));
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> store.save(KEY, "1"));
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> store.load(KEY));
        assertThat(rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void theTableIsMadeOnceByManyAtOnce(boolean autoCommit) throws Exception {
        WatchedSource source = watch(autoCommit);
        Together.run(THREADS, i -> store(source).save(KEY + i, "1"));
        assertThat(rows()).isEqualTo(THREADS);
        store(source);
        assertThat(rows()).isEqualTo(THREADS);
    }
}
