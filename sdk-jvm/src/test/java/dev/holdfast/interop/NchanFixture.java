package dev.holdfast.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The base class of tests against nginx with nchan. It starts a hub before each test. */
abstract class NchanFixture {
    @TempDir
    Path dir;

    @RegisterExtension
    final Servers servers = new Servers(() -> dir);

    final Feed feed = new Feed();
    Hub hub;

    @BeforeEach
    void startHub() {
        hub = new Hub(servers, dir);
    }
}
