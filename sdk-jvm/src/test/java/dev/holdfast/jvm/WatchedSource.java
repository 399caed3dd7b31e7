package dev.holdfast.jvm;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A source whose connections are counted, may have auto-commit off as those of some pools, and break when told to. */
final class WatchedSource {
    /** Before a statement that begins with a verb is executed. */
    interface Before {
        void executing(String verb, Connection connection) throws Exception;
    }

    final AtomicInteger taken = new AtomicInteger();
    final AtomicInteger given = new AtomicInteger();
    /** Connections that came back in the middle of a transaction. */
    final AtomicInteger unfinished = new AtomicInteger();

    /** The bounds that statements were given. */
    final List<Integer> timeouts = new CopyOnWriteArrayList<>();

    private final DataSource real;
    private final boolean autoCommit;
    volatile Before before = (verb, connection) -> {};

    WatchedSource(DataSource real, boolean autoCommit) {
        this.real = real;
        this.autoCommit = autoCommit;
    }

    DataSource source() {
        return proxy(DataSource.class, (self, method, arguments) -> {
            if (!method.getName().equals("getConnection")) throw new AssertionError("called " + method);
            Connection connection = real.getConnection();
            taken.incrementAndGet();
            connection.setAutoCommit(autoCommit);
            return watch(connection);
        });
    }

    private Connection watch(Connection real) {
        boolean[] open = {false};
        return proxy(Connection.class, (self, method, arguments) -> {
            switch (method.getName()) {
                case "prepareStatement", "createStatement" -> {
                    String sql = arguments == null ? "CREATE" : (String) arguments[0];
                    open[0] = !real.getAutoCommit();
                    return watch(method.invoke(real, arguments), method.getReturnType(), sql, real);
                }
                case "commit", "rollback" -> open[0] = false;
                case "close" -> {
                    given.incrementAndGet();
                    // Or with another auto-commit than it was taken with.
                    boolean changed = !real.isClosed() && real.getAutoCommit() != autoCommit;
                    if (open[0] || changed) unfinished.incrementAndGet();
                }
                default -> {}
            }
            return method.invoke(real, arguments);
        });
    }

    private Object watch(Object statement, Class<?> type, String sql, Connection connection) {
        return proxy(type, (self, method, arguments) -> {
            if (method.getName().equals("setQueryTimeout")) timeouts.add((Integer) arguments[0]);
            if (method.getName().startsWith("execute")) {
                before.executing(sql.substring(0, sql.indexOf(' ') < 0 ? sql.length() : sql.indexOf(' ')), connection);
            }
            return method.invoke(statement, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        InvocationHandler unwrapping = (self, method, arguments) -> {
            try {
                return handler.invoke(self, method, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, unwrapping));
    }

    /** The next statement that begins so finds its connection gone. */
    void breakAt(String verb) {
        before = (executing, connection) -> {
            if (!executing.equals(verb)) return;
            before = (any, other) -> {};
            connection.close();
            throw new SQLException("the connection broke", "08006");
        };
    }
}
