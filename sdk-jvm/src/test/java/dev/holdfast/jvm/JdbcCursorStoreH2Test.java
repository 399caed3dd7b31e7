package dev.holdfast.jvm;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;

final class JdbcCursorStoreH2Test extends JdbcCursorStoreContract {
    private final JdbcDataSource source = new JdbcDataSource();

    @Override
    protected DataSource database() {
        source.setURL("jdbc:h2:mem:cursors;DB_CLOSE_DELAY=-1");
        return source;
    }

    @AfterEach
    void end() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.createStatement().execute("SHUTDOWN");
        }
    }
}
