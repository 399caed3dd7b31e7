package dev.holdfast.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a test class alone: its own data in a directory that goes with it, on a port of this machine. */
abstract class DatabaseServer implements BeforeAllCallback, AfterAllCallback, AfterTestExecutionCallback {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    final int port = Servers.freePort();
    private Path dir;
    private Server server;

    private DatabaseServer() {}

    abstract String url();

    abstract DataSource source();

    /** Who may read the directory. */
    abstract String user();

    abstract List<String> prepare(Path data);

    abstract List<String> run(Path data);

    /** Debian's PostgreSQL, which refuses to run as root. */
    static DatabaseServer postgres() {
        return new DatabaseServer() {
            @Override
            String url() {
                return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=holdfast";
            }

            @Override
            DataSource source() {
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setURL(url());
                return source;
            }

            @Override
            String user() {
                return "postgres";
            }

            @Override
            List<String> prepare(Path data) {
                return asUser(
                        "initdb",
                        "-D",
                        data.toString(),
                        "-U",
                        "holdfast",
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "-N");
            }

            @Override
            List<String> run(Path data) {
                return asUser(
                        "postgres",
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=");
            }

            private List<String> asUser(String program, String... arguments) {
                List<String> command = new ArrayList<>();
                if (ROOT) {
                    command.addAll(List.of(
                            Servers.program("setpriv", "util-linux"),
                            "--reuid=" + user(),
                            "--regid=" + user(),
                            "--clear-groups",
                            "--"));
                }
                command.add(postgresProgram(program));
                command.addAll(List.of(arguments));
                return command;
            }
        };
    }

    /** Debian keeps the programs of each version apart, and off the path. */
    private static String postgresProgram(String name) {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) return Servers.program(name, "postgresql");
        try (Stream<Path> all = Files.list(versions)) {
            return all.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .max(Comparator.comparing(Path::toString))
                    .map(Path::toString)
                    .orElseGet(() -> Servers.program(name, "postgresql"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Debian's MariaDB, as an old one may be set up: it cuts what is too long, knows Latin-1 only, counts only what changed. */
    static DatabaseServer mariadb() {
        return new DatabaseServer() {
            @Override
            String url() {
                return "jdbc:mariadb://127.0.0.1:" + port
                        + "/holdfast?user=root&createDatabaseIfNotExist=true&useAffectedRows=true&jdbcCompliantTruncation=false";
            }

            @Override
            DataSource source() {
                try {
                    return new MariaDbDataSource(url());
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            String user() {
                return "root";
            }

            @Override
            List<String> prepare(Path data) {
                return List.of(
                        Servers.program("mariadb-install-db", "mariadb-server-core"),
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data,
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db");
            }

            @Override
            List<String> run(Path data) {
                return List.of(
                        Servers.program("mariadbd", "mariadb-server-core"),
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data,
                        "--socket=" + data.resolve("socket"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--sql-mode=",
                        "--character-set-server=latin1",
                        "--innodb-buffer-pool-size=16M");
            }
        };
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        dir = Files.createTempDirectory("holdfast-database");
        if (ROOT) {
            Files.setOwner(
                    dir, dir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user()));
        }
        Path said = dir.resolve("prepare.log");
        Process preparing = new ProcessBuilder(prepare(dir.resolve("data")))
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!preparing.waitFor(2 * Until.BOUND.toSeconds(), TimeUnit.SECONDS) || preparing.exitValue() != 0) {
            preparing.destroyForcibly();
            throw new AssertionError("cannot be prepared: " + Files.readString(said));
        }
        server = new Server("database", port, dir, run(dir.resolve("data")));
        start();
    }

    /** Returns when it answers. */
    void start() {
        server.start();
        Until.holds(() -> "no answer: " + server, this::answers);
    }

    private boolean answers() {
        try (Connection connection = source().getConnection()) {
            return connection.isValid(10);
        } catch (SQLException e) {
            return false;
        }
    }

    /** With a signal that it cannot see coming. */
    void kill() {
        server.kill();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) System.out.println(server);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server != null) server.end();
        if (dir == null) return;
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }
}
