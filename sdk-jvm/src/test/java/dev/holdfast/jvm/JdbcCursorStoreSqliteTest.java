package dev.holdfast.jvm;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

final class JdbcCursorStoreSqliteTest extends JdbcCursorStoreContract {
    @TempDir
    Path dir;

    @Override
    protected DataSource database() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + dir.resolve("cursors"));
        return source;
    }
}
