package dev.holdfast.desktop.model;

/** The properties of characters that are known without a font. */
public final class Letters {
    private Letters() {}

    /**
     * Returns whether a character may belong to a joined, stacked or right-to-left script, or is half of a surrogate
     * pair. Swing measures such text very slowly. Errs on the side of true.
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
