package dev.holdfast.desktop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonFileTest {
    @TempDir
    Path dir;

    private static List<Entry> entries(int count) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) entries.add(new Entry(i, "a", null, null, "{\"x\": " + i + "}", 0, 0));
        return entries;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFileHasItsNameWhenItIsWholeAndNotBefore() throws IOException {
        Path file = Files.writeString(dir.resolve("out.ndjson"), "what was there before\n");
        List<List<String>> meanwhile = new ArrayList<>();
        Iterable<Entry> watched = () -> new Iterator<>() {
            private final Iterator<Entry> all = entries(20_000).iterator();

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Entry next() {
                try {
                    meanwhile.add(names());
                    assertThat(file).content().isEqualTo("what was there before\n");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return all.next();
            }
        };
        assertThat(NdjsonFile.write(file, watched, () -> false)).isTrue();
        assertThat(meanwhile).hasSize(20_000).allMatch(List.of("out.ndjson", "out.ndjson.part")::equals);
        assertThat(names()).containsExactly("out.ndjson");
        assertThat(Files.readAllLines(file))
                .hasSize(20_000)
                .last()
                .asString()
                .endsWith(",\"topic\":\"a\",\"data\":{\"x\":19999}}");
    }

    @Test
    void oneThatIsGivenUpLeavesWhatWasThereAndNothingElse() throws IOException {
        Path file = Files.writeString(dir.resolve("out.ndjson"), "before");
        int[] asked = {0};
        assertThat(NdjsonFile.write(file, entries(10), () -> ++asked[0] == 7)).isFalse();
        assertThat(names()).containsExactly("out.ndjson");
        assertThat(file).content().isEqualTo("before");
    }

    @Test
    void oneThatFailsLeavesWhatWasThereAndNothingElse() throws IOException {
        Path file = Files.writeString(dir.resolve("out.ndjson"), "before");
        assertThatThrownBy(() -> NdjsonFile.write(file, entries(10), () -> {
                    throw new IllegalStateException("in the middle");
                }))
                .hasMessage("in the middle");
        assertThat(names()).containsExactly("out.ndjson");
        assertThat(file).content().isEqualTo("before");
    }

    @Test
    void whatAnotherProgramLeftIsNotTouched() throws IOException {
        Files.writeString(dir.resolve("out.ndjson.part"), "of another");
        NdjsonFile.write(dir.resolve("out.ndjson"), entries(1), () -> false);
        assertThat(names()).containsExactly("out.ndjson", "out.ndjson.part");
        assertThat(dir.resolve("out.ndjson.part")).content().isEqualTo("of another");
    }

    @Test
    void aLinkStaysOne() throws IOException {
        Path real = Files.writeString(dir.resolve("real"), "before");
        Path link = Files.createSymbolicLink(dir.resolve("link"), real);
        NdjsonFile.write(link, entries(1), () -> false);
        assertThat(link).isSymbolicLink();
        assertThat(real).content().startsWith("{\"received\":");
    }

    @Test
    void whyItFailedIsSaid() {
        Path nowhere = dir.resolve("none").resolve("out");
        assertThatThrownBy(() -> NdjsonFile.write(nowhere, entries(1), () -> false))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(NdjsonFile.why(nowhere, e))
                                .isEqualTo("the directory " + nowhere.getParent() + " does not exist."));
        assertThatThrownBy(() -> NdjsonFile.write(dir, entries(1), () -> false))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(NdjsonFile.why(dir, e))
                                .endsWith("is not a regular file: choose another name."));
        Path full = Path.of("/dev/full");
        assertThat(NdjsonFile.why(full, new java.nio.file.FileSystemException("x", null, "No space left on device")))
                .isEqualTo("No space left on device.");
    }
}
