package dev.holdfast.jvm;

import dev.holdfast.CursorStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps positions in a table of a database, one row for each key. {@code docs/cursors.md} has the table; {@link
 * #createTable()} makes it, and nothing else does. Plain SQL of PostgreSQL, MySQL, MariaDB, SQLite and H2; no dialects.
 *
 * <p>Each load and each save takes a connection of the {@link DataSource} and gives it back, on a background thread of the
 * client. Where auto-commit is off it commits, or rolls back what failed; so hand in a source whose connections belong to
 * nobody else's transaction. A save that has returned is kept as well as the database keeps a commit.
 *
 * <p>A row that was cut or changed by others is never trusted: {@link #load} fails, the subscription begins without a
 * position, and its next save replaces the row. Positions, URLs and topics can be read by those who may read the table;
 * of a URL's query there is only a hash. Immutable; for any number of threads and clients at once.
 */
public final class JdbcCursorStore implements CursorStore {
    private static final Pattern TABLE =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.){0,2}[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Duration LONGEST = Duration.ofDays(1);

    private final DataSource source;
    private final String table;
    private final String instance;
    private final int timeoutSeconds;

    private JdbcCursorStore(DataSource source, String table, String instance, int timeoutSeconds) {
        this.source = source;
        this.table = table;
        this.instance = instance;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** A store in the table {@code holdfast_cursor}, whose statements may take ten seconds each. Touches no database yet. */
    public static JdbcCursorStore of(DataSource source) {
        return new JdbcCursorStore(Objects.requireNonNull(source, "source"), "holdfast_cursor", "", 10);
    }

    /**
     * The same in another table.
     *
     * @param name letters, digits and underscores, with a schema and a dot before it if need be; written as it is into
     *     each statement
     */
    public JdbcCursorStore table(String name) {
        if (!TABLE.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "table is \"" + name + "\": give a name of letters, digits and underscores,"
                            + " at most 63, and before it a schema and a dot if need be");
        }
        return new JdbcCursorStore(source, name, instance, timeoutSeconds);
    }

    /**
     * The same with positions of its own: two instances of a service that subscribe to the same topics give different names
     * here, or each would move the other's positions. An instance finds its positions again under the same name only.
     *
     * @param name at most 100 characters, not blank
     */
    public JdbcCursorStore instance(String name) {
        if (Objects.requireNonNull(name, "name").isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("instance is \"" + name
                    + "\": give a name of 1 to 100 characters that stays the same after a restart");
        }
        return new JdbcCursorStore(source, table, name, timeoutSeconds);
    }

    /**
     * The same with another bound on each statement, in whole seconds, rounded up. A load takes one statement, a save up to
     * three. The driver keeps it, so that a dead network needs a socket timeout of the driver's own; a driver that has none
     * goes without.
     */
    public JdbcCursorStore timeout(Duration bound) {
        Objects.requireNonNull(bound, "bound");
        if (bound.isNegative() || bound.isZero() || bound.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout is " + bound + ": give a duration above zero, at most a day");
        }
        return new JdbcCursorStore(
                source,
                table,
                instance,
                Math.toIntExact(bound.plusNanos(999_999_999).toSeconds()));
    }

    /** The statement that makes the table, for tools that migrate schemas. */
    public String schema() {
        return "CREATE TABLE IF NOT EXISTS " + table + " (\n"
                + "    key_hash VARCHAR(64) NOT NULL PRIMARY KEY,\n"
                + "    key_text VARCHAR(500) NOT NULL,\n"
                + "    position_text TEXT NOT NULL,\n"
                + "    digest VARCHAR(64) NOT NULL,\n"
                + "    saves BIGINT NOT NULL\n"
                + ")";
    }

    /**
     * Makes the table where it is missing. One that is there is left as it is. Several processes may call it at once.
     *
     * @throws SQLException when there is no such table afterwards
     */
    public void createTable() throws SQLException {
        inTransaction(connection -> {
            try (Statement create = connection.createStatement()) {
                bound(create);
                create.execute(schema());
            } catch (SQLException e) { // "if not exists" does not keep two at once apart everywhere
                if (!exists(connection)) throw e;
            }
            return null;
        });
    }

    private boolean exists(Connection connection) {
        try {
            endTransaction(connection, false);
            read(connection, "");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * The position kept for a key, null where there is none.
     *
     * @throws SQLException when the database does not answer or has no such table; an {@link SQLDataException} when the row
     *     was cut or changed
     */
    @Override
    public @Nullable String load(String key) throws SQLException {
        CursorRow expected = CursorRow.of(instance, key, "");
        CursorRow found = inTransaction(connection -> read(connection, expected.hash()));
        if (found == null) return null;
        String position = found.position(instance, key);
        if (position == null) {
            throw new SQLDataException(
                    "The row " + expected.hash() + " of " + table + " was cut or changed by others; its"
                            + " subscription begins without a position, and its next save replaces the row");
        }
        return position;
    }

    /**
     * Keeps a position in place of the one before.
     *
     * @param cursor null to forget it: the row goes
     * @throws SQLException when the database does not answer, has no such table, or the position is longer than 65,535
     *     characters (six for each that is not ASCII); the row then holds the position before, or, if the connection broke
     *     in the commit, either
     */
    @Override
    public void save(String key, @Nullable String cursor) throws SQLException {
        CursorRow row = CursorRow.of(instance, key, cursor == null ? "" : cursor);
        if (!row.fits()) {
            throw new SQLDataException(
                    "A position of " + row.text().length() + " characters is longer than a row holds (" + CursorRow.MOST
                            + "): the one before stays",
                    "22001");
        }
        inTransaction(connection -> {
            if (cursor == null) delete(connection, row);
            else if (!update(connection, row)) insert(connection, row);
            return null;
        });
    }

    private @Nullable CursorRow read(Connection connection, String hash) throws SQLException {
        try (PreparedStatement select =
                prepare(connection, "SELECT key_text, position_text, digest FROM " + table + " WHERE key_hash = ?")) {
            select.setString(1, hash);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) return null;
                return new CursorRow(hash, text(rows, 1), text(rows, 2), text(rows, 3));
            }
        }
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        return Objects.requireNonNullElse(rows.getString(column), "");
    }

    private void delete(Connection connection, CursorRow row) throws SQLException {
        try (PreparedStatement delete = prepare(connection, "DELETE FROM " + table + " WHERE key_hash = ?")) {
            delete.setString(1, row.hash());
            delete.executeUpdate();
        }
    }

    /** Counts as well: MySQL may say that it touched no row where it changed none. */
    private boolean update(Connection connection, CursorRow row) throws SQLException {
        try (PreparedStatement update = prepare(
                connection,
                "UPDATE " + table + " SET key_text = ?, position_text = ?, digest = ?, saves = saves + 1"
                        + " WHERE key_hash = ?")) {
            row.into(update);
            return update.executeUpdate() > 0;
        }
    }

    /** The first save of a key. Whether another was first is not asked of the error, which drivers name in many ways. */
    private void insert(Connection connection, CursorRow row) throws SQLException {
        // MySQL locks the gap that it found, and of two that lock it neither can fill it.
        endTransaction(connection, false);
        try (PreparedStatement insert = prepare(
                connection,
                "INSERT INTO " + table
                        + " (key_text, position_text, digest, key_hash, saves) VALUES (?, ?, ?, ?, 1)")) {
            row.into(insert);
            insert.executeUpdate();
        } catch (SQLException e) {
            if (!updateAfter(e, connection, row)) throw e;
        }
    }

    private boolean updateAfter(SQLException failure, Connection connection, CursorRow row) {
        try {
            // PostgreSQL takes nothing more in a transaction that failed.
            endTransaction(connection, false);
            return update(connection, row);
        } catch (SQLException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bound(statement);
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
        return statement;
    }

    private void bound(Statement statement) throws SQLException {
        try {
            statement.setQueryTimeout(timeoutSeconds);
        } catch (SQLFeatureNotSupportedException e) {
            // Then without.
        }
    }

    private <T> @Nullable T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            try {
                T result = work.on(connection);
                endTransaction(connection, true);
                return result;
            } catch (SQLException | RuntimeException e) {
                try {
                    endTransaction(connection, false);
                } catch (SQLException | RuntimeException second) {
                    e.addSuppressed(second);
                }
                throw e;
            }
        }
    }

    /** Nothing to do where each statement is a transaction. */
    private static void endTransaction(Connection connection, boolean commit) throws SQLException {
        if (connection.getAutoCommit()) return;
        if (commit) connection.commit();
        else connection.rollback();
    }

    private interface Work<T> {
        @Nullable
        T on(Connection connection) throws SQLException;
    }
}
