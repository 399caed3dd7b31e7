package dev.holdfast.cli;

import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;

/**
 * All that a command gets from outside its arguments.
 *
 * @param in standard input
 * @param environment the environment's variables
 * @param properties Java's system properties
 * @param clock the time of day
 * @param hooks what is to be done when the process is told to end
 */
public record Surroundings(
        Screen screen,
        InputStream in,
        Map<String, String> environment,
        Properties properties,
        InstantSource clock,
        Hooks hooks) {}
