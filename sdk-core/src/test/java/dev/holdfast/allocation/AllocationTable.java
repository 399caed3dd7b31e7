package dev.holdfast.allocation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recorded bytes per message of each case: a file with one line per case, its name and the number. */
final class AllocationTable {
    private static final double ROOM = 0.10;
    private static final double MIN_ROOM_BYTES = 1;
    /** Java's smallest object has 16 bytes: one more of them per message is always more than the room. */
    private static final double MAX_ROOM_BYTES = 15;

    private static final String ADVICE = ". Find the allocation; or, if it is intended, record it with"
            + " -Dallocation.update=true (docs/performance.md, \"Allocation guard\")";
    private static final String HEAD = """
            # Allocated bytes per message, for AllocationTableTest. docs/performance.md, "Allocation guard", explains it.
            # Rewritten by: mvn -Pquick -pl sdk-core test -Dtest=AllocationTableTest -Dallocation.update=true
            """;

    private final Map<String, Double> bytes = new LinkedHashMap<>();

    private AllocationTable() {}

    /** Returns a table of measured numbers. */
    static AllocationTable of(List<Measurement> measured) {
        AllocationTable table = new AllocationTable();
        for (Measurement one : measured) table.bytes.put(one.name(), one.bytes());
        return table;
    }

    /** Reads a table. */
    static AllocationTable read(Path file) throws IOException {
        AllocationTable table = new AllocationTable();
        for (String line : Files.readAllLines(file, UTF_8)) {
            if (line.startsWith("#") || line.isBlank()) continue;
            String[] columns = line.split("\t", -1);
            table.bytes.put(columns[0], Double.valueOf(columns[1]));
        }
        return table;
    }

    /** Writes this table. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        bytes.forEach((name, number) ->
                text.append(name).append('\t').append(decimal(number)).append('\n'));
        Files.writeString(file, text, UTF_8);
    }

    /** Returns a sentence for each case that allocates too much, and for each that the table or the program lacks. */
    List<String> problems(List<Measurement> measured) {
        List<String> problems = new ArrayList<>();
        Map<String, Double> unmeasured = new LinkedHashMap<>(bytes);
        for (Measurement one : measured) {
            Double recorded = unmeasured.remove(one.name());
            if (recorded == null) {
                problems.add(one.name() + " has no line in the table: record it with -Dallocation.update=true");
            } else if (one.bytes() > recorded + room(recorded)) {
                problems.add(one.name() + " allocates " + decimal(one.bytes()) + " bytes per message, recorded are "
                        + decimal(recorded) + ADVICE);
            }
        }
        for (String name : unmeasured.keySet()) {
            problems.add(name + " is in the table and not measured: remove the line with -Dallocation.update=true");
        }
        return problems;
    }

    /** Returns a line for people: the measured and the recorded number, and a remark if far fewer bytes are allocated. */
    String describe(Measurement one) {
        Double recorded = bytes.get(one.name());
        return String.format(
                Locale.ROOT,
                "%-43s %7s bytes, recorded %7s, %6.0f ns%s",
                one.name(),
                decimal(one.bytes()),
                recorded == null ? "nothing" : decimal(recorded),
                one.nanos(),
                isFarBelow(one.bytes(), recorded) ? "  far below: record it to keep the gain" : "");
    }

    private static boolean isFarBelow(double measured, @Nullable Double recorded) {
        return recorded != null && measured < recorded - room(recorded);
    }

    private static double room(double recorded) {
        return Math.min(MAX_ROOM_BYTES, Math.max(MIN_ROOM_BYTES, recorded * ROOM));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
