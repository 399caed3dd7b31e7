package dev.holdfast.benchmarks;

import java.util.HashMap;
import java.util.Map;

/** Whole numbers from the command line: {@code --name=value}. */
final class Options {
    private final Map<String, Integer> values = new HashMap<>();

    /** Takes these options and the values they have unless said otherwise; anything else is refused. */
    Options(String[] args, Map<String, Integer> defaults) {
        values.putAll(defaults);
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = arg.startsWith("--") && equals > 0 ? arg.substring(2, equals) : "";
            if (!defaults.containsKey(name)) {
                throw new IllegalArgumentException("Unknown: " + arg + "; there are --name=value of " + defaults);
            }
            values.put(name, Integer.valueOf(arg.substring(equals + 1)));
        }
    }

    int get(String name) {
        Integer value = values.get(name);
        if (value == null) throw new IllegalArgumentException(name);
        return value;
    }

    /** What a figure was got on. */
    static String machine() {
        Runtime runtime = Runtime.getRuntime();
        return "Java " + System.getProperty("java.vm.version") + ", " + runtime.availableProcessors() + " processors, "
                + (runtime.maxMemory() >> 20) + " MiB heap";
    }
}
