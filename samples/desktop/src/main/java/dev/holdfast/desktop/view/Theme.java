package dev.holdfast.desktop.view;

import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.fonts.inter.FlatInterFont;
import com.formdev.flatlaf.fonts.jetbrains_mono.FlatJetBrainsMonoFont;
import com.formdev.flatlaf.themes.FlatMacDarkLaf;
import com.formdev.flatlaf.themes.FlatMacLightLaf;
import java.awt.Color;
import java.awt.Font;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.swing.UIManager;
import javax.swing.plaf.FontUIResource;

/** Light or dark. */
final class Theme {
    private static final int POINTS = 13;

    private Palette palette = new Palette(false);

    /** What has to be said before the first window, and can be said once only. */
    static void prepare() {
        FlatInterFont.install();
        FlatJetBrainsMonoFont.install();
    }

    /** Takes effect on all windows there are. */
    void set(boolean dark) {
        palette = new Palette(dark);
        Map<String, String> colours = new HashMap<>();
        colours.put("@background", hex(palette.desk()));
        colours.put("@foreground", hex(palette.text()));
        colours.put("@accentColor", hex(palette.accent()));
        colours.put("Table.background", hex(palette.card()));
        colours.put("TableHeader.background", hex(palette.card()));
        colours.put("List.background", hex(palette.card()));
        colours.put("TextPane.background", hex(palette.card()));
        colours.put("Table.showHorizontalLines", "true");
        colours.put("Table.rowHeight", "26");
        colours.put("Table.cellMargins", "2,8,2,8");
        colours.put("TableHeader.cellMargins", "4,8,4,8");
        colours.put("Table.gridColor", hex(palette.line()));
        colours.put("TableHeader.separatorColor", hex(palette.card()));
        colours.put("TableHeader.bottomSeparatorColor", hex(palette.line()));
        colours.put("ScrollPane.border", "0,0,0,0");
        colours.put("SplitPane.background", hex(palette.desk()));
        colours.put("SplitPaneDivider.style", "plain");
        colours.put("ScrollBar.showButtons", "false");
        FlatLaf.setGlobalExtraDefaults(colours);
        FlatLaf laf = dark ? new FlatMacDarkLaf() : new FlatMacLightLaf();
        FlatLaf.setup(laf);
        UIManager.put("defaultFont", new FontUIResource(FlatInterFont.FAMILY, Font.PLAIN, POINTS));
        FlatLaf.updateUI();
    }

    Palette palette() {
        return palette;
    }

    /** For JSON and cursors. */
    static Font mono(int points) {
        return new Font(FlatJetBrainsMonoFont.FAMILY, Font.PLAIN, points);
    }

    static Font small() {
        return new Font(FlatInterFont.FAMILY, Font.PLAIN, 11);
    }

    static Font strong(int points) {
        return new Font(FlatInterFont.FAMILY, Font.BOLD, points);
    }

    private static String hex(Color colour) {
        return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xFFFFFF);
    }
}
