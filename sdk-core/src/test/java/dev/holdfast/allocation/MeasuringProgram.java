package dev.holdfast.allocation;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that measures every case and prints a line for each. It then measures them again with one more object per
 * message, to show that the comparison with the table notices it.
 */
final class MeasuringProgram {
    /** The last planted object. */
    static Object planted;

    private MeasuringProgram() {}

    public static void main(String[] args) throws Exception {
        print(cases(() -> {}), false, System.out);
        print(cases(() -> planted = new Object()), true, System.out);
    }

    private static void print(List<MeasuredCase> cases, boolean planted, PrintStream out) throws Exception {
        for (MeasuredCase one : cases) out.println(one.measure(planted).line());
    }

    private static List<MeasuredCase> cases(Runnable plant) {
        return Stream.of(CodecCases.all(plant), ConversationCases.all(plant), PathCases.all(plant))
                .flatMap(List::stream)
                .toList();
    }
}
