package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
        private String in = "";
        private Terminals terminals = Terminals.none();
        private OutputStream out = new ByteArrayOutputStream();

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
            in = text;
            return this;
        }

        Setup terminals(Terminals terminals) {
            this.terminals = terminals;
            return this;
        }

        Setup out(OutputStream out) {
            this.out = out;
            return this;
        }

        /** Runs it. */
        public Ran run(String... arguments) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Screen screen = new Screen(out, new PrintStream(err, true, UTF_8), terminals);
            Surroundings around = new Surroundings(
                    screen, new ByteArrayInputStream(in.getBytes(UTF_8)), environment, properties, clock);
            int code = Holdfast.run(around, arguments);
            String text = out instanceof ByteArrayOutputStream bytes ? bytes.toString(UTF_8) : "";
            return new Ran(code, text.isEmpty() ? List.of() : text.lines().toList(), err.toString(UTF_8));
        }
    }

    /** Runs a command in an empty environment. */
    public static Ran of(String... arguments) {
        return new Setup().run(arguments);
    }
}
