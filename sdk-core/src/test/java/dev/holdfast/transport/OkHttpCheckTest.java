package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.Limits;
import dev.holdfast.spi.Environment;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the transport on class paths where OkHttp is missing or has another version. */
class OkHttpCheckTest {
    @TempDir
    Path classes;

    @Test
    void missingOkHttpIsExplained() throws Exception {
        assertThat(failureOfDialer()).isInstanceOf(IllegalStateException.class).hasMessageContaining("holdfast-jvm");
    }

    @Test
    void olderOkHttpIsExplained() throws Exception {
        compile(
                source("OkHttpClient", "public class OkHttpClient {}"),
                source("Protocol", "public enum Protocol { HTTP_1_1 }"),
                source(
                        "Request",
                        "public class Request { public static class Builder {"
                                + " public Builder url(String url) { return this; }"
                                + " public Request build() { return new Request(); } } }"),
                source(
                        "Response",
                        "public class Response { public static class Builder {"
                                + " public Builder request(Request r) { return this; }"
                                + " public Builder protocol(Protocol p) { return this; }"
                                + " public Builder code(int c) { return this; }"
                                + " public Builder message(String m) { return this; }"
                                + " public Response build() { return new Response(); } } }"));
        assertThat(failureOfDialer())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("an older version")
                .hasMessageContaining("Retrofit");
    }

    /** Creates a dialer where {@link #classes} is all that exists of OkHttp. */
    private Throwable failureOfDialer() throws Exception {
        try (URLClassLoader loader = new Isolated(classes)) {
            Class<?> transport = loader.loadClass(SseTransport.class.getName());
            Class<?> environment = loader.loadClass(Environment.class.getName());
            Class<?> limits = loader.loadClass(Limits.class.getName());
            Supplier<byte[]> keys = () -> new byte[4];
            LongSupplier clock = () -> 0;
            Object given = environment
                    .getMethod("of", Object.class, limits, Supplier.class, LongSupplier.class, LongSupplier.class)
                    .invoke(null, null, limits.getMethod("defaults").invoke(null), keys, clock, clock);
            Method dialer = transport.getMethod("dialer", environment);
            Object made = transport.getMethod("create").invoke(null);
            Throwable thrown = catchThrowable(() -> dialer.invoke(made, given));
            assertThat(thrown).isInstanceOf(InvocationTargetException.class);
            return thrown.getCause();
        }
    }

    /** A class loader for new copies of Holdfast's classes, without the rest of the class path. */
    private static final class Isolated extends URLClassLoader {
        Isolated(Path okHttp) throws IOException {
            super(
                    new URL[] {
                        okHttp.toUri().toURL(),
                        SseTransport.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    ClassLoader.getPlatformClassLoader());
        }
    }

    private void compile(JavaFileObject... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = Arrays.asList("-d", classes.toString(), "-proc:none");
        boolean done = compiler.getTask(
                        null, null, null, options, null, Arrays.stream(sources).collect(Collectors.toList()))
                .call();
        assertThat(done).isTrue();
    }

    private static JavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("mem:///okhttp3/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return "package okhttp3; " + text;
            }
        };
    }
}
