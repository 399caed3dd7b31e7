package dev.holdfast.allocation;

/**
 * The result of one case.
 *
 * @param planted whether the path allocated one more object per message than the SDK does
 * @param name the name of the case
 * @param bytes allocated bytes per message
 * @param nanos nanoseconds per message
 */
record Measurement(boolean planted, String name, double bytes, double nanos) {
    private static final String SEPARATOR = "\t";

    /** Returns one line of text, from which {@link #of} makes an equal measurement. */
    String line() {
        return String.join(SEPARATOR, Boolean.toString(planted), name, Double.toString(bytes), Double.toString(nanos));
    }

    static Measurement of(String line) {
        String[] columns = line.split(SEPARATOR, -1);
        return new Measurement(
                Boolean.parseBoolean(columns[0]),
                columns[1],
                Double.parseDouble(columns[2]),
                Double.parseDouble(columns[3]));
    }
}
