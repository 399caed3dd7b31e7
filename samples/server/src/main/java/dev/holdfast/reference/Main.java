package dev.holdfast.reference;

import dev.holdfast.reference.web.Node;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The entry point of the reference server. */
@Command(
        name = "holdfast-server",
        mixinStandardHelpOptions = true,
        version = "Holdfast reference server, wire protocol version 1",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Serves topics over WebSocket and SSE with Holdfast's wire protocol. See docs/server.md.")
public final class Main implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    private Main() {}

    /** Runs the server until the process is terminated. */
    public static void main(String[] args) throws IOException {
        if (System.getProperty("java.util.logging.config.file") == null) {
            try (InputStream logging = Main.class.getResourceAsStream("/logging.properties")) {
                LogManager.getLogManager().readConfiguration(logging);
            }
        }
        int code = new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    System.err.println("Cannot start: " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(args);
        System.exit(code);
    }

    @Override
    public Integer call() throws Exception {
        Node node = options.node().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node), "holdfast-shutdown"));
        String scheme = options.keyStore == null ? "http" : "https";
        System.out.println("Listening on " + scheme + "://" + options.host + ":" + node.port() + "/realtime");
        // Blocks until a signal ends the process.
        new CountDownLatch(1).await();
        return 0;
    }

    /** Drains and closes the node. Prints to the console, since loggers may already be shut down. */
    private static void end(Node node) {
        System.out.println("Draining " + node.connections() + " connections");
        try {
            node.drain(new SplittableRandom());
            System.out.println("Drained, " + node.connections() + " left");
            node.close();
        } catch (Exception e) {
            System.err.println("Draining failed: " + e);
        }
    }
}
