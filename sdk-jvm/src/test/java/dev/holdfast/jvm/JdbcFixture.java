package dev.holdfast.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A table of its own for each test, and an eye on every connection. */
public abstract class JdbcFixture {
    static final String KEY = "https://feed.example/v1?x=1#prices/eur";
    static final AtomicInteger TABLES = new AtomicInteger();
    static final int THREADS = 6;

    final String table = "cursors_" + TABLES.incrementAndGet();
    final List<WatchedSource> watched = new ArrayList<>();
    DataSource database;

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

    WatchedSource watch(boolean autoCommit) {
        WatchedSource source = new WatchedSource(database, autoCommit);
        watched.add(source);
        return source;
    }

    JdbcCursorStore without(WatchedSource source) {
        return JdbcCursorStore.of(source.source()).withTable(table);
    }

    JdbcCursorStore store(WatchedSource source) throws SQLException {
        JdbcCursorStore store = without(source);
        store.createTable();
        return store;
    }

    void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql.replace("TABLE_NAME", table));
        }
    }

    int rows() throws SQLException {
        return column("key_hash").size();
    }

    /** In the order of the keys. */
    List<String> column(String name) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + name + " FROM " + table + " ORDER BY key_hash")) {
            while (rows.next()) values.add(rows.getString(1));
        }
        return values;
    }

    static void assertBroken(ThrowingCallable call) {
        assertThatExceptionOfType(SQLException.class).isThrownBy(call).withMessage("the connection broke");
    }
}
