package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds on each database, with auto-commit on and off. */
public abstract class JdbcCursorStoreContract extends JdbcSetAsideContract {
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
        String longest = "7".repeat(CursorRow.MAX_CURSOR_CHARS);
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
        none.withInstance("a").save(KEY, "1");
        none.withInstance("b").save(KEY, "2");
        assertThat(none.load(KEY)).isNull();
        assertThat(none.withInstance("a").load(KEY)).isEqualTo("1");
        assertThat(none.withInstance("b").load(KEY)).isEqualTo("2");
        none.withInstance("b").save(KEY, null);
        assertThat(none.withInstance("a").load(KEY)).isEqualTo("1");
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
