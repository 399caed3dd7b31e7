package dev.holdfast.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that a test starts, kills and starts again on the same port. */
final class Server implements AutoCloseable {
    private final String name;
    private final int port;
    private final Path dir;
    private final ProcessBuilder builder;
    private final List<ProcessHandle> running = new ArrayList<>();
    private int starts;

    /** Starts nothing yet. Output goes to a file of the directory, one for each start. */
    Server(String name, int port, Path dir, List<String> command) {
        this.name = name;
        this.port = port;
        this.dir = dir;
        builder = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
    }

    Server environment(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    int port() {
        return port;
    }

    /** Returns when it takes connections. */
    Server start() {
        starts++;
        Process process;
        try {
            process = builder.redirectOutput(logFile().toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        running.add(process.toHandle());
        Until.holds(() -> name + " takes no connections on port " + port + ":\n" + log(), () -> {
            if (!process.isAlive()) throw new AssertionError(name + " ended:\n" + log());
            return connects();
        });
        process.descendants().forEach(running::add);
        return this;
    }

    private boolean connects() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns when the output since the last start has the text so often. */
    Server awaitLog(String text, int times) {
        Until.holds(
                () -> name + " did not say '" + text + "' " + times + " times:\n" + log(),
                () -> log().split(text, -1).length > times);
        return this;
    }

    /** Kills it and its children with a signal that they cannot see coming, and waits until they are gone. */
    void kill() {
        if (running.isEmpty()) return;
        // The parent first: otherwise it replaces the children that it loses.
        ProcessHandle parent = running.get(0);
        parent.descendants().filter(child -> !running.contains(child)).forEach(running::add);
        running.forEach(ProcessHandle::destroyForcibly);
        // Orphans may stay in the process table for a while, but not on their port.
        Until.holds(() -> name + " survives", () -> !parent.isAlive() && !connects());
        running.clear();
    }

    /** Asks it to end, and waits until it has; kills it if it does not. */
    void end() {
        if (running.isEmpty()) return;
        ProcessHandle parent = running.get(0);
        parent.destroy();
        try {
            Until.holds(() -> name + " does not end:\n" + log(), () -> !parent.isAlive());
        } finally {
            kill();
        }
    }

    /** Stops it without ending it: its connections stay, and nothing answers on them. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        for (ProcessHandle one : running) {
            try {
                Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(one.pid())).start();
                if (!kill.waitFor(10, TimeUnit.SECONDS)) throw new AssertionError("kill hangs");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Path logFile() {
        return dir.resolve(name + "-" + starts + ".log");
    }

    private String log() {
        try {
            return Files.exists(logFile()) ? Files.readString(logFile()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it said since it was last started. */
    @Override
    public String toString() {
        return "---- " + name + ", start " + starts + ":\n" + log();
    }
}
