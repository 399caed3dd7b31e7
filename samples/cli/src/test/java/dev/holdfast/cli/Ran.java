package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A command run inside the test, and what it wrote. */
public record Ran(int code, List<String> out, String err) {
    /** A command to be run. */
    public static final class Setup {
        private final Map<String, String> environment = new HashMap<>();
        private final Properties properties = new Properties();
        private InstantSource clock = InstantSource.system();
        private InputStream in = InputStream.nullInputStream();
        private Hooks hooks = work -> () -> {};
        private Terminals terminals = Terminals.none();
        private OutputStream out = new ByteArrayOutputStream();
        private boolean read;

        /** With a variable. */
        public Setup with(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** At this time of day. */
        public Setup at(Instant now) {
            clock = InstantSource.fixed(now);
            return this;
        }

        Setup in(String text) {
            return in(new ByteArrayInputStream(text.getBytes(UTF_8)));
        }

        Setup in(InputStream stream) {
            in = stream;
            return this;
        }

        Setup terminals(Terminals terminals) {
            this.terminals = terminals;
            return this;
        }

        /** To this; {@code read} as if it were a pipe. */
        Setup out(OutputStream out, boolean read) {
            this.out = out;
            this.read = read;
            return this;
        }

        /** What is to be done when the process is told to end goes to these. */
        Setup hooks(Hooks hooks) {
            this.hooks = hooks;
            return this;
        }

        Surroundings around(OutputStream err) {
            Screen screen = new Screen(new Output(out, read), new PrintStream(err, true, UTF_8), terminals);
            return new Surroundings(screen, in, environment, properties, clock, hooks);
        }

        /** Runs it. */
        public Ran run(String... arguments) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int code = Holdfast.run(around(err), arguments);
            String text = out instanceof ByteArrayOutputStream bytes ? bytes.toString(UTF_8) : "";
            return new Ran(code, text.isEmpty() ? List.of() : text.lines().toList(), err.toString(UTF_8));
        }
    }

    /** Runs a command in an empty environment. */
    public static Ran of(String... arguments) {
        return new Setup().run(arguments);
    }
}
