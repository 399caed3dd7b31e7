package dev.holdfast.jvm;

import dev.holdfast.CursorStore;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A cursor store in a database table with one row for each key. {@code docs/cursors.md} shows the table. Only {@link
 * #createTable()} creates it. The SQL works on PostgreSQL, MySQL, MariaDB, SQLite and H2 without dialects.
 *
 * <p>Each load and each save uses a connection of the {@link DataSource} for one short transaction, on a background
 * thread of the client. If auto-commit is off, it commits on success and rolls back on failure. Supply a source whose
 * connections take part in no other transaction. A completed save is as durable as a commit of the database.
 *
 * <p>A corrupt row, such as a truncated one or one changed by others, is never trusted. {@link #load} throws once and
 * moves the row aside: its {@code key_hash} then starts with {@code broken-}, and it replaces an earlier row moved
 * aside for the same key. Later calls return null. Moving is one transaction, for which auto-commit is turned off.
 *
 * <p>Everyone who may read the table can read cursors, URLs and topics. The query of a URL is stored only as a hash.
 * Immutable; may be used by many threads and clients at once.
 */
public final class JdbcCursorStore implements CursorStore {
    private static final Pattern TABLE =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.){0,2}[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    private final DataSource source;
    private final CursorTable rows;
    private final String instance;

    private JdbcCursorStore(DataSource source, CursorTable rows, String instance) {
        this.source = source;
        this.rows = rows;
        this.instance = instance;
    }

    /**
     * Creates a store for the table {@code holdfast_cursor}, with a timeout of 10 s for each statement. Does not access
     * the database.
     */
    public static JdbcCursorStore of(DataSource source) {
        return new JdbcCursorStore(
                Objects.requireNonNull(source, "source"), new CursorTable("holdfast_cursor", 10), "");
    }

    /**
     * Returns a copy that uses another table.
     *
     * @param name at most 63 letters, digits and underscores, optionally after a catalog or schema and a dot. It is
     *     inserted unquoted into each statement.
     * @throws IllegalArgumentException if the name is not valid
     */
    public JdbcCursorStore withTable(String name) {
        if (!TABLE.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "The table name \"" + name + "\" is not valid. Use at most 63 letters, digits and underscores,"
                            + " optionally after a schema and a dot");
        }
        return new JdbcCursorStore(source, new CursorTable(name, rows.timeoutSeconds()), instance);
    }

    /**
     * Returns a copy with separate cursors for one instance of a service. Two instances that subscribe to the same
     * topics need different names, otherwise each would move the cursors of the other. An instance must keep its name
     * across restarts to find its cursors again.
     *
     * @param name 1 to 100 characters, not blank
     * @throws IllegalArgumentException if the name is not valid
     */
    public JdbcCursorStore withInstance(String name) {
        if (Objects.requireNonNull(name, "name").isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("The instance name \"" + name
                    + "\" is not valid. Use 1 to 100 characters, not blank, that stay the same after a restart");
        }
        return new JdbcCursorStore(source, rows, name);
    }

    /**
     * Returns a copy with another timeout for each statement. A load runs one statement, and up to five more if it
     * moves a row aside. A save runs up to three. The JDBC driver enforces the timeout, and a driver without query
     * timeouts ignores it. Against a dead network, set the driver's socket timeout as well.
     *
     * @param timeout rounded up to whole seconds, at most one day
     * @throws IllegalArgumentException if the timeout is not positive or longer than one day
     */
    public JdbcCursorStore withTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "The timeout is " + timeout + ". Use a duration above zero and at most one day");
        }
        int seconds = Math.toIntExact(timeout.plusNanos(999_999_999).toSeconds());
        return new JdbcCursorStore(source, new CursorTable(rows.name(), seconds), instance);
    }

    /** Returns the SQL statement that creates the table, for schema migration tools. */
    public String schema() {
        return rows.schema();
    }

    /**
     * Creates the table if it is missing. An existing table is not changed. Several processes may call it at the same
     * time.
     *
     * @throws SQLException if the table does not exist after the call
     */
    public void createTable() throws SQLException {
        inTransaction(connection -> {
            try {
                rows.create(connection);
            } catch (SQLException e) { // On some databases, IF NOT EXISTS fails for two callers at once.
                if (!exists(connection)) throw e;
            }
            return null;
        });
    }

    private boolean exists(Connection connection) {
        try {
            endTransaction(connection, false);
            rows.read(connection, "");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Returns the cursor saved for a key, or null if there is none.
     *
     * @throws SQLException if the database fails or has no such table; an {@link SQLDataException} if the row is
     *     corrupt, which is thrown once because the row is then moved aside
     */
    @Override
    public @Nullable String load(String key) throws SQLException {
        String hash = CursorRow.of(instance, key, "").hash();
        CursorRow found = inTransaction(connection -> rows.read(connection, hash));
        if (found == null) return null;
        String position = found.position(instance, key);
        return position != null ? position : setAside(key, hash);
    }

    /**
     * Moves a corrupt row aside and throws. Returns the cursor instead if another process has saved a valid one since,
     * and null if the row no longer exists.
     */
    private @Nullable String setAside(String key, String hash) throws SQLException {
        String aside = CursorRow.aside(hash);
        CursorRow now;
        try {
            now = inTransaction(connection -> {
                connection.setAutoCommit(false); // Otherwise each statement would be a transaction of its own.
                // This update locks the row, so the row read next is the one that is moved aside.
                if (!rows.count(connection, hash)) return null;
                CursorRow row = rows.read(connection, hash);
                if (row == null || row.position(instance, key) != null) return row;
                // Deleting a missing row locks a gap in MySQL. Two rows moved aside at once would then deadlock.
                if (rows.read(connection, aside) != null) rows.delete(connection, aside);
                rows.rename(connection, hash, aside);
                return row;
            });
        } catch (SQLException e) {
            throw new SQLDataException(untrusted(hash) + " and could not be moved aside", e);
        }
        String position = now == null ? null : now.position(instance, key);
        if (now == null || position != null) return position;
        throw new SQLDataException(untrusted(hash) + ". It was moved aside as " + aside
                + ", and its subscription starts without a cursor");
    }

    private String untrusted(String hash) {
        return "The row " + hash + " of " + rows.name() + " was truncated or changed by others";
    }

    /**
     * Saves a cursor and replaces the previous one.
     *
     * @param cursor the cursor, or null to delete the row
     * @throws SQLException if the database fails, has no such table, or the cursor is longer than 65,535 characters,
     *     where each character that is not printable ASCII counts as six. The row then still holds the previous cursor.
     *     If the connection failed during the commit, it may hold either.
     */
    @Override
    public void save(String key, @Nullable String cursor) throws SQLException {
        CursorRow row = CursorRow.of(instance, key, cursor == null ? "" : cursor);
        if (!row.fits()) {
            throw new SQLDataException(
                    "A cursor of " + row.text().length() + " characters is too long. The limit is "
                            + CursorRow.MAX_CURSOR_CHARS + ", and the previous cursor stays",
                    "22001");
        }
        inTransaction(connection -> {
            if (cursor == null) rows.delete(connection, row.hash());
            else if (!rows.update(connection, row)) insert(connection, row);
            return null;
        });
    }

    /**
     * Inserts the first cursor of a key. Drivers report a duplicate key in many ways, so each error leads to an update.
     */
    private void insert(Connection connection, CursorRow row) throws SQLException {
        // MySQL has locked the gap of the missing row. If two transactions hold that lock, neither can insert.
        endTransaction(connection, false);
        try {
            rows.insert(connection, row);
        } catch (SQLException e) {
            if (!updateAfter(e, connection, row)) throw e;
        }
    }

    private boolean updateAfter(SQLException failure, Connection connection, CursorRow row) {
        try {
            // PostgreSQL accepts no further statement in a failed transaction.
            endTransaction(connection, false);
            return rows.update(connection, row);
        } catch (SQLException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private <T> @Nullable T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            boolean each = connection.getAutoCommit();
            try {
                T result = work.on(connection);
                endTransaction(connection, true);
                leave(connection, each);
                return result;
            } catch (SQLException | RuntimeException e) {
                try {
                    endTransaction(connection, false);
                    leave(connection, each);
                } catch (SQLException | RuntimeException second) {
                    e.addSuppressed(second);
                }
                throw e;
            }
        }
    }

    /** Commits or rolls back. Does nothing if auto-commit is on. */
    private static void endTransaction(Connection connection, boolean commit) throws SQLException {
        if (connection.getAutoCommit()) return;
        if (commit) connection.commit();
        else connection.rollback();
    }

    /** Restores the auto-commit mode that the connection had before. */
    private static void leave(Connection connection, boolean autoCommit) throws SQLException {
        if (connection.getAutoCommit() != autoCommit) connection.setAutoCommit(autoCommit);
    }

    private interface Work<T> {
        @Nullable
        T on(Connection connection) throws SQLException;
    }
}
