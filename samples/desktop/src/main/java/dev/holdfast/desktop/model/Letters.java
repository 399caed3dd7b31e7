package dev.holdfast.desktop.model;

/** What is known of letters without a font. */
public final class Letters {
    private Letters() {}

    /**
     * Whether it is of a script that is joined, stacked or written from right to left, or a part of a pair: text with such
     * letters takes Swing very long to measure. Rather too many than too few.
     */
    public static boolean isShaped(char c) {
        if (c < 0x300) return false;
        boolean greekOrCyrillic = c >= 0x370 && c < 0x590;
        boolean signs = (c >= 0x2010 && c < 0x202A) || (c >= 0x2070 && c < 0x2E80);
        boolean eastAsian = (c >= 0x2E80 && c < 0xA4D0) || (c >= 0xAC00 && c < 0xD7B0) || c >= 0xFF00;
        boolean latin = c >= 0x1E00 && c < 0x2000;
        return !greekOrCyrillic && !signs && !eastAsian && !latin;
    }
}
