package dev.holdfast.interop;

import dev.holdfast.jvm.JdbcCursorStoreContract;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Positions in MariaDB. */
final class JdbcMariaDbInteropTest extends JdbcCursorStoreContract {
    @RegisterExtension
    static final DatabaseServer MARIADB = DatabaseServer.mariadb();

    @Override
    protected DataSource database() {
        return MARIADB.source();
    }
}
