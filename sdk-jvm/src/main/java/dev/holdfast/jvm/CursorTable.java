package dev.holdfast.jvm;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The SQL statements of a {@link JdbcCursorStore}. Each statement has the query timeout and runs in the current
 * transaction of its connection.
 */
record CursorTable(String name, int timeoutSeconds) {
    String schema() {
        return "CREATE TABLE IF NOT EXISTS " + name + " (\n"
                + "    key_hash VARCHAR(64) NOT NULL PRIMARY KEY,\n"
                + "    key_text VARCHAR(500) NOT NULL,\n"
                + "    position_text TEXT NOT NULL,\n"
                + "    digest VARCHAR(64) NOT NULL,\n"
                + "    saves BIGINT NOT NULL\n"
                + ")";
    }

    void create(Connection connection) throws SQLException {
        try (Statement create = connection.createStatement()) {
            bound(create);
            create.execute(schema());
        }
    }

    @Nullable
    CursorRow read(Connection connection, String hash) throws SQLException {
        try (PreparedStatement select =
                prepare(connection, "SELECT key_text, position_text, digest FROM " + name + " WHERE key_hash = ?")) {
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

    void delete(Connection connection, String hash) throws SQLException {
        try (PreparedStatement delete = prepare(connection, "DELETE FROM " + name + " WHERE key_hash = ?")) {
            delete.setString(1, hash);
            delete.executeUpdate();
        }
    }

    /**
     * Updates a row and returns whether it exists. Also increments {@code saves}, because MySQL may count only changed
     * rows.
     */
    boolean update(Connection connection, CursorRow row) throws SQLException {
        try (PreparedStatement update = prepare(
                connection,
                "UPDATE " + name + " SET key_text = ?, position_text = ?, digest = ?, saves = saves + 1"
                        + " WHERE key_hash = ?")) {
            row.into(update);
            return update.executeUpdate() > 0;
        }
    }

    void insert(Connection connection, CursorRow row) throws SQLException {
        try (PreparedStatement insert = prepare(
                connection,
                "INSERT INTO " + name + " (key_text, position_text, digest, key_hash, saves) VALUES (?, ?, ?, ?, 1)")) {
            row.into(insert);
            insert.executeUpdate();
        }
    }

    /** Increments the {@code saves} of a row and changes nothing else. Returns whether the row exists. */
    boolean count(Connection connection, String hash) throws SQLException {
        try (PreparedStatement count =
                prepare(connection, "UPDATE " + name + " SET saves = saves + 1 WHERE key_hash = ?")) {
            count.setString(1, hash);
            return count.executeUpdate() > 0;
        }
    }

    void rename(Connection connection, String hash, String to) throws SQLException {
        try (PreparedStatement rename =
                prepare(connection, "UPDATE " + name + " SET key_hash = ? WHERE key_hash = ?")) {
            rename.setString(1, to);
            rename.setString(2, hash);
            rename.executeUpdate();
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
            // The driver has no query timeouts, so the statement runs without one.
        }
    }
}
