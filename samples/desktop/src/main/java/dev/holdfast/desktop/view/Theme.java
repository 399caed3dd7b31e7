package dev.holdfast.desktop.view;

import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.fonts.inter.FlatInterFont;
import com.formdev.flatlaf.fonts.jetbrains_mono.FlatJetBrainsMonoFont;
import com.formdev.flatlaf.themes.FlatMacDarkLaf;
import com.formdev.flatlaf.themes.FlatMacLightLaf;
import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.GraphicsConfiguration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.UIManager;
import javax.swing.plaf.FontUIResource;

/** The light or dark theme. */
final class Theme {
    private static final int POINTS = 13;

    private Palette palette = new Palette(false);

    /** Sets the global properties. Call it once, before the first window. */
    static void prepare() {
        // Without a desktop setting, Java disables text antialiasing.
        if (System.getProperty("awt.useSystemAAFontSettings") == null) {
            System.setProperty("awt.useSystemAAFontSettings", "on");
            System.setProperty("swing.aatext", "true");
        }
        JFrame.setDefaultLookAndFeelDecorated(true);
        JDialog.setDefaultLookAndFeelDecorated(true);
        FlatInterFont.install();
        FlatJetBrainsMonoFont.install();
        FlatLaf.setPreferredFontFamily(FlatInterFont.FAMILY);
        FlatLaf.setPreferredLightFontFamily(FlatInterFont.FAMILY_LIGHT);
        FlatLaf.setPreferredSemiboldFontFamily(FlatInterFont.FAMILY_SEMIBOLD);
    }

    /** Switches the theme of all windows. */
    void set(boolean dark) {
        palette = new Palette(dark);
        Map<String, String> colours = new HashMap<>();
        colours.put("@background", hex(palette.desk()));
        colours.put("@foreground", hex(palette.text()));
        colours.put("@componentBackground", hex(palette.card()));
        colours.put("@accentColor", hex(palette.accent()));
        colours.put("Table.background", hex(palette.card()));
        colours.put("TableHeader.background", hex(palette.card()));
        colours.put("TextPane.inactiveBackground", hex(palette.card()));
        colours.put("TitlePane.embeddedForeground", hex(palette.text()));
        colours.put("TitlePane.foreground", hex(palette.text()));
        colours.put("TitlePane.inactiveForeground", hex(palette.faint()));
        colours.put("TextComponent.arc", "8");
        colours.put("ToolTip.background", hex(palette.card()));
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
        UIManager.put("defaultFont", new FontUIResource(FlatInterFont.FAMILY, Font.PLAIN, POINTS));
        FlatLaf.setup(laf);
        FlatLaf.updateUI();
    }

    Palette palette() {
        return palette;
    }

    /** Returns the number of device pixels per pixel of the window. */
    static double scale(Component component) {
        GraphicsConfiguration screen = component.getGraphicsConfiguration();
        return screen == null ? 1 : screen.getDefaultTransform().getScaleX();
    }

    /** Returns the font for JSON and cursors. */
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
