package dev.holdfast.contract;

import java.util.Random;

/** Mutations of text, such as faulty connections and careless servers cause. */
final class Mutations {
    private static final String SPICE = "{}[]\",:\\ \n0-1e.ntuf\u0000\ud800é";

    private Mutations() {}

    static String of(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            if (out.length() == 0) return "";
            int at = random.nextInt(out.length());
            int end = Math.min(out.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, spice(random));
                case 2 -> out.setCharAt(at, spice(random));
                case 3 -> out.setLength(at);
                case 4 -> out.insert(at, out.substring(at, end));
                default -> out.delete(at, end);
            }
        }
        return out.toString();
    }

    private static char spice(Random random) {
        return SPICE.charAt(random.nextInt(SPICE.length()));
    }
}
