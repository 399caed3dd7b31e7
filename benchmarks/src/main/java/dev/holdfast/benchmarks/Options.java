package dev.holdfast.benchmarks;

import java.util.HashMap;
import java.util.Map;

/** Integer options from the command line: {@code --name=value}. */
final class Options {
    private final Map<String, Integer> values = new HashMap<>();

    /** Parses the arguments. The map has the known options and their defaults; any other option is refused. */
    Options(String[] args, Map<String, Integer> defaults) {
        values.putAll(defaults);
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = arg.startsWith("--") && equals > 0 ? arg.substring(2, equals) : "";
            if (!defaults.containsKey(name)) {
                throw new IllegalArgumentException(
                        "Unknown option: " + arg + ". The options are --name=value of " + defaults);
            }
            values.put(name, Integer.valueOf(arg.substring(equals + 1)));
        }
    }

    int get(String name) {
        Integer value = values.get(name);
        if (value == null) throw new IllegalArgumentException(name);
        return value;
    }

    /** Returns a description of the machine. */
    static String machine() {
        Runtime runtime = Runtime.getRuntime();
        return "Java " + System.getProperty("java.vm.version") + ", " + runtime.availableProcessors() + " processors, "
                + (runtime.maxMemory() >> 20) + " MiB heap";
    }
}
