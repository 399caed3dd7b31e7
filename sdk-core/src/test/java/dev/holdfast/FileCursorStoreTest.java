package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions in files: what was saved is found again, and what is not whole is never trusted. */
class FileCursorStoreTest {
    private static final String KEY = "https://feed.example/v1?x=1#prices/eur";

    @TempDir
    Path parent;

    private Path directory;
    private CursorStore store;

    @BeforeEach
    void begin() {
        directory = parent.resolve("not/there/yet");
        store = CursorStore.inDirectory(directory);
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> found = new ArrayList<>();
            all.filter(file -> file.toString().endsWith(suffix)).forEach(found::add);
            return found;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "", "a b", "line\nfeed", "back\\slash\\n", "\\", "\r\n\t\0", "é ☃ \uD83D\uDE00"})
    void whatIsSavedIsFoundByAnotherStore(String cursor) throws Exception {
        assertThat(store.load(KEY)).isNull();
        store.save(KEY, "before");
        store.save(KEY, cursor);
        store.save(KEY + "2", "other");
        assertThat(CursorStore.inDirectory(directory).load(KEY)).isEqualTo(cursor);
        assertThat(files(".new")).isEmpty();
    }

    @Test
    void aPositionIsForgottenWhenItIsTakenBack() throws Exception {
        store.save(KEY, null);
        store.save(KEY, "1");
        store.save(KEY, null);
        assertThat(store.load(KEY)).isNull();
        assertThat(files("")).isEmpty();
    }

    @Test
    void keysOfAnyLengthAndContentHaveFilesOfTheirOwn() throws Exception {
        char[] many = new char[10_000];
        Arrays.fill(many, 'x');
        String[] keys = {"", "/", "..", "a/../../b", "A", "a", "a\nb", "a\\nb", new String(many), new String(many) + "y"
        };
        for (int i = 0; i < keys.length; i++) store.save(keys[i], "" + i);
        for (int i = 0; i < keys.length; i++) assertThat(store.load(keys[i])).isEqualTo("" + i);
        assertThat(files(".cursor")).hasSize(keys.length);
        try (Stream<Path> outside = Files.list(directory.getParent())) {
            assertThat(outside).containsExactly(directory);
        }
    }

    @Test
    void aFileTornAnywhereIsSetAsideAndNotTrusted() throws Exception {
        store.save(KEY, "12345");
        Path file = files(".cursor").get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertSetAside(file, "is truncated");
        }
    }

    @Test
    void aFileWithAnyByteChangedIsSetAsideAndNotTrusted() throws Exception {
        store.save(KEY, "12345");
        Path file = files(".cursor").get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertSetAside(file, "is truncated");
        }
    }

    @Test
    void aFileOfAnotherKeyOrAnotherProgramIsSetAside() throws Exception {
        store.save("another", "7");
        Path others = files(".cursor").get(0);
        store.save(KEY, "1");
        Path file = files(".cursor").stream()
                .filter(f -> !f.equals(others))
                .findFirst()
                .get();
        Files.copy(others, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertSetAside(file, "belongs to another key");
        Files.write(file, new byte[2 << 20]);
        assertSetAside(file, "is too large");
    }

    private void assertSetAside(Path file, String why) throws Exception {
        byte[] was = Files.readAllBytes(file);
        assertThatIOException()
                .isThrownBy(() -> store.load(KEY))
                .withMessageContaining(why)
                .withMessageContaining("was renamed to ");
        assertThat(file).doesNotExist();
        assertThat(files(".broken")).hasSize(1);
        assertThat(Files.readAllBytes(files(".broken").get(0))).isEqualTo(was);
        assertThat(store.load(KEY)).isNull();
    }

    @Test
    void aSaveThatDiedHalfWayLeavesThePositionBefore() throws Exception {
        store.save(KEY, "1");
        Path file = files(".cursor").get(0);
        Files.write(directory.resolve(file.getFileName() + ".new"), new byte[] {1, 2, 3});
        assertThat(store.load(KEY)).isEqualTo("1");
        store.save(KEY, "2");
        assertThat(store.load(KEY)).isEqualTo("2");
    }

    @Test
    void whatAKilledProcessLeftIsDeletedWithTheFirstSave() throws Exception {
        Files.createDirectories(directory);
        Path old = Files.write(directory.resolve("0.cursor.1.new"), new byte[1]);
        Path young = Files.write(directory.resolve("0.cursor.2.new"), new byte[1]);
        Path other = Files.write(directory.resolve("other.new"), new byte[1]);
        FileTime longAgo =
                FileTime.from(Files.getLastModifiedTime(old).toInstant().minusSeconds(70));
        for (Path each : new Path[] {old, other}) Files.setLastModifiedTime(each, longAgo);
        store.save(KEY, "1");
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(other).exists();
    }

    @Test
    void aSymbolicLinkInPlaceOfTheNewFileIsNotFollowed() throws Exception {
        Path victim = Files.write(parent.resolve("victim"), new byte[] {7});
        store.save(KEY, "1");
        Path file = files(".cursor").get(0);
        Files.createSymbolicLink(directory.resolve(file.getFileName() + ".new"), victim);
        store.save(KEY, "2");
        assertThat(store.load(KEY)).isEqualTo("2");
        assertThat(Files.readAllBytes(victim)).containsExactly(7);
    }

    @Test
    void savesOfOneKeyThatOverlapLeaveAWholeFile() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 50; i++) {
                String round = "round " + i + " ";
                CyclicBarrier together = new CyclicBarrier(2);
                List<Future<Void>> saves = new ArrayList<>();
                for (String cursor : new String[] {round + "a", round + "b"}) {
                    saves.add(threads.submit(() -> {
                        together.await();
                        store.save(KEY, cursor);
                        return null;
                    }));
                }
                for (Future<Void> each : saves) each.get(30, TimeUnit.SECONDS);
                assertThat(CursorStore.inDirectory(directory).load(KEY)).startsWith(round);
            }
            assertThat(files(".new")).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatCouldNotBeLoadedAgainIsNotSaved() throws Exception {
        store.save(KEY, "1");
        char[] half = new char[600_000];
        Arrays.fill(half, '\\'); // takes two bytes each
        for (String cursor :
                new String[] {new String(half), new String(half) + new String(half), "a\ud800", "\udc00"}) {
            assertThatIOException()
                    .isThrownBy(() -> store.save(KEY, cursor))
                    .withMessageContaining("cannot be stored in a file");
            assertThat(store.load(KEY)).isEqualTo("1");
        }
        assertThat(files(".new")).isEmpty();
        String longest = new String(half, 0, 520_000);
        store.save(KEY, longest);
        assertThat(store.load(KEY)).isEqualTo(longest);
    }

    @Test
    void halfASurrogatePairInAKeyDoesNotReachTheFileOfAnother() throws Exception {
        store.save("?", "1");
        assertThatIOException().isThrownBy(() -> store.load("\ud800"));
        assertThatIOException().isThrownBy(() -> store.save("\ud800", null));
        assertThat(store.load("?")).isEqualTo("1");
    }

    @Test
    void aDirectoryThatCannotBeIsAnError() throws Exception {
        Path file = Files.write(parent.resolve("file"), new byte[1]);
        CursorStore impossible = CursorStore.inDirectory(file);
        assertThatIOException().isThrownBy(() -> impossible.save(KEY, "1"));
    }
}
