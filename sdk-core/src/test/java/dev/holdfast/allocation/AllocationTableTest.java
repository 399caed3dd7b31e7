package dev.holdfast.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the bytes allocated per message with the table that is checked in. Prints times too, and asserts none. The
 * system property {@code allocation.update=true} rewrites the table instead.
 */
final class AllocationTableTest {
    private static final Path TABLE = Path.of("src", "test", "resources", "allocation.tsv");

    private static List<Measurement> real;
    private static List<Measurement> planted;

    @BeforeAll
    static void measure() throws IOException, InterruptedException {
        List<Measurement> all = MeasuringProcess.run(Path.of("target", "allocation"));
        real = all.stream().filter(one -> !one.planted()).toList();
        planted = all.stream().filter(Measurement::planted).toList();
    }

    @Test
    void noCaseAllocatesMoreThanRecorded() throws IOException {
        if (Boolean.getBoolean("allocation.update")) {
            AllocationTable.of(real).write(TABLE);
            System.out.println("Wrote " + TABLE.toAbsolutePath());
        }
        AllocationTable table = AllocationTable.read(TABLE);
        System.out.println("Allocation per message (times without the optimizing compiler):");
        for (Measurement one : real) System.out.println(table.describe(one));
        assertThat(table.problems(real)).isEmpty();
    }

    @Test
    void oneMoreObjectPerMessageIsNoticedInEachCase() {
        AllocationTable table = AllocationTable.of(real);
        assertThat(planted)
                .hasSameSizeAs(real)
                .allSatisfy(one -> assertThat(table.problems(List.of(one)))
                        .anyMatch(problem -> problem.startsWith(one.name() + " allocates ")));
    }

    @Test
    void theRoomIsTenPercentAndLessThanAnObject() {
        assertThat(table("one", 100).problems(measured("one", 110))).isEmpty();
        assertThat(table("one", 100).problems(measured("one", 110.1))).hasSize(1);
        assertThat(table("one", 1000).problems(measured("one", 1015))).isEmpty();
        assertThat(table("one", 1000).problems(measured("one", 1016)))
                .singleElement()
                .asString()
                .startsWith("one allocates 1016.0 bytes per message, recorded are 1000.0. Find the allocation; or,")
                .contains("-Dallocation.update=true");
        assertThat(table("one", 0).problems(measured("one", 1))).isEmpty();
    }

    @Test
    void farFewerBytesAreNoFailureAndRemarkedOn() {
        AllocationTable table = table("one", 100);
        assertThat(table.problems(measured("one", 50))).isEmpty();
        assertThat(table.describe(measured("one", 50).get(0))).contains("far below");
        assertThat(table.describe(measured("one", 95).get(0))).doesNotContain("far below");
    }

    @Test
    void aCaseThatTheTableOrTheProgramLacksIsAProblem() {
        assertThat(table("old", 1).problems(measured("new", 1)))
                .containsExactly(
                        "new has no line in the table: record it with -Dallocation.update=true",
                        "old is in the table and not measured: remove the line with -Dallocation.update=true");
    }

    @Test
    void aWrittenTableIsReadAgain(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("table.tsv");
        AllocationTable.of(real).write(file);
        assertThat(AllocationTable.read(file).problems(real)).isEmpty();
        assertThat(AllocationTable.read(file).problems(planted)).hasSameSizeAs(planted);
    }

    private static AllocationTable table(String name, double bytes) {
        return AllocationTable.of(measured(name, bytes));
    }

    private static List<Measurement> measured(String name, double bytes) {
        return List.of(new Measurement(false, name, bytes, 1));
    }
}
