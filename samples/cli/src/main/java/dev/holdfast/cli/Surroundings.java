package dev.holdfast.cli;

import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;

/**
 * The inputs of a command other than its arguments.
 *
 * @param in standard input
 * @param environment the environment variables
 * @param properties Java's system properties
 * @param clock the time of day
 * @param hooks the hooks that run when the process is asked to end
 */
public record Surroundings(
        Screen screen,
        InputStream in,
        Map<String, String> environment,
        Properties properties,
        InstantSource clock,
        Hooks hooks) {}
