package dev.holdfast.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseException;
import dev.holdfast.spi.Conversation;
import dev.holdfast.spi.Frame;
import dev.holdfast.spi.WireProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One conversation, played. A transcript is a list of lines: what the link does begins with {@code >}, what the server
 * sends with {@code <}, and what the conversation must have said in between, neither more nor less, with {@code =}.
 *
 * <ul>
 *   <li>{@code > opened}, {@code > subscribe topic@cursor other}, {@code > unsubscribe topic}, {@code > probe},
 *       {@code > publish 1 topic data}, {@code > request 1 topic data}
 *   <li>{@code < text}, or {@code <[id] text} and {@code <[id,type] text} for a block with an id; without a text the
 *       block is empty
 *   <li>{@code = ready}, {@code = send text}, {@code = subscribed topic FRESH}, {@code = message topic id type text} and
 *       so on, as {@link OutletRecorder} writes them; {@code = broken} for a {@link CloseException}
 * </ul>
 */
final class Transcript {
    final OutletRecorder outlet = new OutletRecorder();
    final Conversation conversation;
    private final Map<String, String> head;
    private final Map<String, TestRoute> routes = new HashMap<>();

    /** @param head the response headers, with names in the case that the protocol uses */
    Transcript(WireProtocol protocol, Map<String, String> head) {
        this.conversation = protocol.newConversation(outlet);
        this.head = head;
    }

    /** Plays the lines. Each block of expected calls is checked before the next line. */
    Transcript play(String... lines) {
        List<String> expected = new ArrayList<>();
        String last = "the beginning";
        for (String line : lines) {
            if (line.startsWith("= ")) {
                expected.add(line.substring(2));
                continue;
            }
            outlet.assertNext(last, expected);
            expected.clear();
            last = line;
            act(line);
        }
        outlet.assertNext(last, expected);
        return this;
    }

    private void act(String line) {
        try {
            if (line.startsWith("> ")) command(line.substring(2));
            else receive(frame(line));
        } catch (CloseException e) {
            outlet.calls.add("broken " + e.reason().kind());
        }
    }

    private void command(String line) {
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        String verb = words.remove(0);
        switch (verb) {
            case "opened" -> open();
            case "subscribe" -> subscribe(words.stream().map(this::route).toArray(TestRoute[]::new));
            case "unsubscribe" -> unsubscribe(routes.get(words.get(0)));
            case "probe" ->
                outlet.inside(() -> outlet.calls.add(conversation.probe() ? "probed" : "the transport probes"));
            case "publish" ->
                outlet.inside(() -> conversation.publish(Long.parseLong(words.get(0)), words.get(1), words.get(2)));
            case "request" ->
                outlet.inside(() -> conversation.call(Long.parseLong(words.get(0)), words.get(1), words.get(2)));
            default -> throw new AssertionError("no such line: " + line);
        }
    }

    private TestRoute route(String word) {
        int at = word.indexOf('@');
        TestRoute route =
                at < 0 ? new TestRoute(word, null) : new TestRoute(word.substring(0, at), word.substring(at + 1));
        routes.put(route.topic(), route);
        return route;
    }

    private static Frame frame(String line) {
        if (!line.startsWith("<[")) return Frame.text(line.substring(2));
        int end = line.indexOf(']');
        String[] idAndType = line.substring(2, end).split(",", 2);
        String type = idAndType.length > 1 ? idAndType[1] : null;
        String text = line.substring(end + 1);
        if (text.isEmpty()) return new Frame().setEmpty(type, idAndType[0]);
        return new Frame().setText(text.substring(1), type, idAndType[0], text.length() - 1);
    }

    // ---- step by step

    Transcript open() {
        outlet.inside(() -> conversation.opened(head::get));
        return this;
    }

    Transcript subscribe(TestRoute... added) {
        outlet.inside(() -> conversation.subscribe(Arrays.asList(added)));
        return this;
    }

    Transcript unsubscribe(TestRoute route) {
        outlet.inside(() -> conversation.unsubscribe(route));
        return this;
    }

    Transcript receive(List<Frame> frames) throws CloseException {
        for (Frame frame : frames) receive(frame);
        return this;
    }

    void receive(Frame frame) throws CloseException {
        outlet.entered = true;
        try {
            conversation.received(frame);
        } finally {
            outlet.entered = false;
        }
    }

    /** Returns the calls of one kind so far. */
    List<String> calls(String verb) {
        return outlet.calls.stream()
                .filter(c -> c.equals(verb) || c.startsWith(verb + " "))
                .toList();
    }

    void assertReadyOnce() {
        assertThat(calls("ready")).as("ready").hasSize(1);
    }
}
