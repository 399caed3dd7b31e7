package dev.holdfast.desktop.model;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the program saves to a file: window position, theme and last endpoint. Never a token, a header or
 * the query of a URL.
 */
public final class Remembered {
    private final Path file;
    private final Properties values = new Properties();

    /** Reads the file if it exists. An unreadable file is ignored. */
    public Remembered(Path file) {
        this.file = file;
        if (!Files.isRegularFile(file)) return;
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            values.clear();
        }
    }

    /** The position and size of the window. */
    public record Place(int x, int y, int width, int height) {}

    /** Returns the last window position, or null. */
    public @Nullable Place place() {
        String[] parts = values.getProperty("window", "").split(",", -1);
        if (parts.length != 4) return null;
        try {
            int width = Integer.parseInt(parts[2]);
            int height = Integer.parseInt(parts[3]);
            if (width <= 0 || height <= 0) return null;
            return new Place(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), width, height);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    public void place(Place place) {
        values.setProperty("window", place.x() + "," + place.y() + "," + place.width() + "," + place.height());
    }

    public boolean dark() {
        return Boolean.parseBoolean(values.getProperty("dark"));
    }

    public void dark(boolean dark) {
        values.setProperty("dark", Boolean.toString(dark));
    }

    /** Returns the last endpoint without secrets, or null for the demo or if unknown. */
    public @Nullable Endpoint endpoint() {
        String url = values.getProperty("url", "");
        if (url.isEmpty()) return null;
        try {
            String[] topics = new Gson().fromJson(values.getProperty("topics", "[]"), String[].class);
            Endpoint.Protocol protocol = Endpoint.Protocol.of(values.getProperty("protocol", "plain"));
            List<String> known = Stream.ofNullable(topics)
                    .flatMap(Stream::of)
                    .filter(Objects::nonNull)
                    .toList();
            return new Endpoint(url, protocol, known, java.util.Map.of(), "");
        } catch (IllegalArgumentException | JsonParseException e) {
            return null;
        }
    }

    /** Sets the last endpoint, null for the demo. */
    public void endpoint(@Nullable Endpoint endpoint) {
        values.keySet().removeAll(List.of("url", "protocol", "topics"));
        if (endpoint == null) return;
        values.setProperty("url", SafeUrl.of(endpoint.url()));
        values.setProperty("protocol", endpoint.protocol().toString());
        // In a plain feed a topic is part of the URL and may also have a query.
        boolean urls = endpoint.protocol() == Endpoint.Protocol.PLAIN;
        List<String> topics = endpoint.topics().stream()
                .map(topic -> urls ? SafeUrl.of(topic) : topic)
                .toList();
        values.setProperty("topics", new Gson().toJson(topics));
    }

    /** Writes the file and replaces the old one atomically where supported. */
    public void save() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) throw new IOException(file + " has no directory");
        Files.createDirectories(directory);
        Path next = Files.createTempFile(directory, "desktop", ".next");
        try (Writer writer = Files.newBufferedWriter(next)) {
            values.store(writer, "The desktop subscriber");
        }
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
