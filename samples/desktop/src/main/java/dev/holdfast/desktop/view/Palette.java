package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Band;
import dev.holdfast.desktop.model.Mark;
import dev.holdfast.desktop.model.Outage;
import dev.holdfast.desktop.model.Payload;
import java.awt.Color;
import java.util.List;

/** The colours of the theme. */
final class Palette {
    private final boolean dark;

    Palette(boolean dark) {
        this.dark = dark;
    }

    boolean isDark() {
        return dark;
    }

    private Color pick(int light, int dark) {
        return new Color(this.dark ? dark : light);
    }

    /** Returns the window background. */
    Color desk() {
        return pick(0xEEF0F4, 0x17191D);
    }

    /** Returns the background of a panel. */
    Color card() {
        return pick(0xFFFFFF, 0x202328);
    }

    Color line() {
        return pick(0xDDE1E8, 0x33373E);
    }

    Color text() {
        return pick(0x1D232D, 0xE4E7EC);
    }

    Color faint() {
        return pick(0x5F6B7C, 0x98A2B0);
    }

    Color accent() {
        return pick(0x2563EB, 0x5B9BFF);
    }

    Color bad() {
        return pick(0xC62F2F, 0xFF7B72);
    }

    Color phase(Band.Phase phase) {
        return switch (phase) {
            case CONNECTING -> pick(0x5AA2F7, 0x3B7DD8);
            case CONNECTED -> pick(0x3BB273, 0x2E9E63);
            case SILENT -> pick(0xB9A44C, 0x8F7F35);
            case BACK_OFF -> pick(0xF2B134, 0xC98D1B);
            case ATTEMPT -> pick(0xF0803C, 0xD9682A);
            case IDLE -> pick(0xB4BCC8, 0x555D69);
            case CLOSED -> pick(0x7A8290, 0x3F4650);
        };
    }

    /** Returns the text colour on a band. */
    Color onPhase(Band.Phase phase) {
        boolean bright = phase == Band.Phase.BACK_OFF || (phase == Band.Phase.IDLE && !dark);
        return bright ? new Color(0x2B2208) : Color.WHITE;
    }

    Color verdict(Outage.Verdict verdict) {
        return switch (verdict) {
            case RESUMED -> pick(0x0E9FB5, 0x22B8CF);
            case UNKNOWN -> pick(0x8E7CC3, 0x9A86D6);
            case GAP -> pick(0xD92D3A, 0xFF5A65);
        };
    }

    /** Returns the colour of an outage without a verdict. */
    Color pending() {
        return pick(0xC3C9D2, 0x4A515C);
    }

    Color mark(Mark.Kind kind) {
        return switch (kind) {
            case HEARTBEAT -> pick(0xD6336C, 0xF783AC);
            case FRESH -> accent();
            case RESUMED -> verdict(Outage.Verdict.RESUMED);
            case UNKNOWN -> verdict(Outage.Verdict.UNKNOWN);
            case GAP -> verdict(Outage.Verdict.GAP);
            case CUT -> bad();
        };
    }

    /** Returns the colour of message bars. */
    Color flow() {
        return pick(0x93B5F5, 0x4A6FB5);
    }

    /** Returns the colour of messages right after a resume. */
    Color catchUp() {
        return verdict(Outage.Verdict.RESUMED);
    }

    Color json(Payload.Kind kind) {
        return switch (kind) {
            case NAME -> pick(0x1D4ED8, 0x8AB4FF);
            case STRING -> pick(0x15803D, 0x86D993);
            case NUMBER -> pick(0xB45309, 0xF5B867);
            case WORD -> pick(0x7C3AED, 0xC4A5FF);
            case MARK -> faint();
            case TEXT -> text();
        };
    }

    Color found() {
        return pick(0xFFE58A, 0x6B5A12);
    }

    Color foundHere() {
        return pick(0xFFB347, 0xA86A10);
    }

    /** Returns the colour of a chart line, by order of selection. */
    Color line(int index) {
        List<Color> lines = List.of(
                pick(0x2563EB, 0x5B9BFF),
                pick(0xE8590C, 0xFF9A4D),
                pick(0x0E9FB5, 0x22B8CF),
                pick(0xC2255C, 0xF783AC),
                pick(0x5F3DC4, 0xB197FC),
                pick(0x2B8A3E, 0x69DB7C));
        return lines.get(index % lines.size());
    }
}
