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
 * Keeps positions in a table of a database, one row for each key. {@code docs/cursors.md} has the table; {@link
 * #createTable()} makes it, and nothing else does. Plain SQL of PostgreSQL, MySQL, MariaDB, SQLite and H2; no dialects.
 *
 * <p>Each load and each save takes a connection of the {@link DataSource} and gives it back, on a background thread of the
 * client. Where auto-commit is off it commits, or rolls back what failed; so hand in a source whose connections belong to
 * nobody else's transaction. A save that has returned is kept as well as the database keeps a commit.
 *
 * <p>A row that was cut or changed by others is never trusted: {@link #load} fails once and sets it aside, under a {@code
 * key_hash} that begins with {@code broken-} and in place of an older one there; from then on there is no position. That
 * is one transaction, for which auto-commit is turned off where it is on.
 *
 * <p>Positions, URLs and topics can be read by those who may read the table; of a URL's query there is only a hash.
 * Immutable; for any number of threads and clients at once.
 */
public final class JdbcCursorStore implements CursorStore {
    private static final Pattern TABLE =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.){0,2}[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Duration LONGEST = Duration.ofDays(1);

    private final DataSource source;
    private final CursorTable rows;
    private final String instance;

    private JdbcCursorStore(DataSource source, CursorTable rows, String instance) {
        this.source = source;
        this.rows = rows;
        this.instance = instance;
    }

    /** A store in the table {@code holdfast_cursor}, whose statements may take ten seconds each. Touches no database yet. */
    public static JdbcCursorStore of(DataSource source) {
        return new JdbcCursorStore(
                Objects.requireNonNull(source, "source"), new CursorTable("holdfast_cursor", 10), "");
    }

    /**
     * The same in another table.
     *
     * @param name letters, digits and underscores, with a schema and a dot before it if need be; written as it is into
     *     each statement
     */
    public JdbcCursorStore withTable(String name) {
        if (!TABLE.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "table is \"" + name + "\": give a name of letters, digits and underscores,"
                            + " at most 63, and before it a schema and a dot if need be");
        }
        return new JdbcCursorStore(source, new CursorTable(name, rows.timeoutSeconds()), instance);
    }

    /**
     * The same with positions of its own: two instances of a service that subscribe to the same topics give different names
     * here, or each would move the other's positions. An instance finds its positions again under the same name only.
     *
     * @param name at most 100 characters, not blank
     */
    public JdbcCursorStore withInstance(String name) {
        if (Objects.requireNonNull(name, "name").isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("instance is \"" + name
                    + "\": give a name of 1 to 100 characters that stays the same after a restart");
        }
        return new JdbcCursorStore(source, rows, name);
    }

    /**
     * The same with another bound on each statement, in whole seconds, rounded up. A load takes one statement, and up to
     * five more where it sets a row aside; a save takes up to three. The driver keeps it, so that a dead network needs a
     * socket timeout of the driver's own; a driver that has none goes without.
     */
    public JdbcCursorStore withTimeout(Duration bound) {
        Objects.requireNonNull(bound, "bound");
        if (bound.isNegative() || bound.isZero() || bound.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout is " + bound + ": give a duration above zero, at most a day");
        }
        int seconds = Math.toIntExact(bound.plusNanos(999_999_999).toSeconds());
        return new JdbcCursorStore(source, new CursorTable(rows.name(), seconds), instance);
    }

    /** The statement that makes the table, for tools that migrate schemas. */
    public String schema() {
        return rows.schema();
    }

    /**
     * Makes the table where it is missing. One that is there is left as it is. Several processes may call it at once.
     *
     * @throws SQLException when there is no such table afterwards
     */
    public void createTable() throws SQLException {
        inTransaction(connection -> {
            try {
                rows.create(connection);
            } catch (SQLException e) { // "if not exists" does not keep two at once apart everywhere
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
     * The position kept for a key, null where there is none.
     *
     * @throws SQLException when the database does not answer or has no such table; an {@link SQLDataException} when the row
     *     was cut or changed: once, as it is set aside
     */
    @Override
    public @Nullable String load(String key) throws SQLException {
        String hash = CursorRow.of(instance, key, "").hash();
        CursorRow found = inTransaction(connection -> rows.read(connection, hash));
        if (found == null) return null;
        String position = found.position(instance, key);
        return position != null ? position : setAside(key, hash);
    }

    /** Answers the position after all where another has saved one meanwhile, or null where it has set the row aside. */
    private @Nullable String setAside(String key, String hash) throws SQLException {
        String aside = CursorRow.aside(hash);
        CursorRow now;
        try {
            now = inTransaction(connection -> {
                connection.setAutoCommit(false); // or each statement would be a transaction
                // What changes the row keeps others from it; what is read then is what is set aside.
                if (!rows.count(connection, hash)) return null;
                CursorRow row = rows.read(connection, hash);
                if (row == null || row.position(instance, key) != null) return row;
                // To delete nothing is to lock a gap in MySQL, which two rows set aside at once would not get out of.
                if (rows.read(connection, aside) != null) rows.delete(connection, aside);
                rows.rename(connection, hash, aside);
                return row;
            });
        } catch (SQLException e) {
            throw new SQLDataException(untrusted(hash) + ", and could not be set aside", e);
        }
        String position = now == null ? null : now.position(instance, key);
        if (now == null || position != null) return position;
        throw new SQLDataException(untrusted(hash) + "; it was set aside as " + aside
                + ", and its subscription begins without a position");
    }

    private String untrusted(String hash) {
        return "The row " + hash + " of " + rows.name() + " was cut or changed by others";
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
            if (cursor == null) rows.delete(connection, row.hash());
            else if (!rows.update(connection, row)) insert(connection, row);
            return null;
        });
    }

    /** The first save of a key. Whether another was first is not asked of the error, which drivers name in many ways. */
    private void insert(Connection connection, CursorRow row) throws SQLException {
        // MySQL locks the gap that it found, and of two that lock it neither can fill it.
        endTransaction(connection, false);
        try {
            rows.insert(connection, row);
        } catch (SQLException e) {
            if (!updateAfter(e, connection, row)) throw e;
        }
    }

    private boolean updateAfter(SQLException failure, Connection connection, CursorRow row) {
        try {
            // PostgreSQL takes nothing more in a transaction that failed.
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

    /** Nothing to do where each statement is a transaction. */
    private static void endTransaction(Connection connection, boolean commit) throws SQLException {
        if (connection.getAutoCommit()) return;
        if (commit) connection.commit();
        else connection.rollback();
    }

    /** As it was taken. */
    private static void leave(Connection connection, boolean autoCommit) throws SQLException {
        if (connection.getAutoCommit() != autoCommit) connection.setAutoCommit(autoCommit);
    }

    private interface Work<T> {
        @Nullable
        T on(Connection connection) throws SQLException;
    }
}
