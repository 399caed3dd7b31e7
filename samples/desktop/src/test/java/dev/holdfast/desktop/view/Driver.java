package dev.holdfast.desktop.view;

import java.awt.AWTEvent;
import java.awt.AWTException;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import javax.swing.JList;
import javax.swing.JTable;
import javax.swing.RepaintManager;
import javax.swing.Timer;

/** Mouse and keyboard, and eyes that wait for what is to be seen. */
final class Driver {
    /** A bound, not an expectation. */
    private static final int BOUND_SECONDS = 60;
    /** Signs that need the shift key on the keyboard of Xvfb, and the key they are on. */
    private static final Map<Character, Integer> SHIFTED =
            Map.of(':', KeyEvent.VK_SEMICOLON, '_', KeyEvent.VK_MINUS, '"', KeyEvent.VK_QUOTE);

    /** A release that no component gets (its window has just been closed) holds the robot up no longer than this. */
    private static final int UNSEEN_RELEASE_SECONDS = 1;

    private final Robot robot;
    /** A permit for each key and button whose release was dispatched by the event thread. */
    private final Semaphore released = new Semaphore(0);

    Driver() throws AWTException {
        robot = new Robot();
        Toolkit.getDefaultToolkit()
                .addAWTEventListener(
                        event -> {
                            if (event.getID() == KeyEvent.KEY_RELEASED || event.getID() == MouseEvent.MOUSE_RELEASED) {
                                released.release();
                            }
                        },
                        AWTEvent.KEY_EVENT_MASK | AWTEvent.MOUSE_EVENT_MASK);
    }

    // ---- eyes

    static <T> T ask(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        EventQueue.invokeLater(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception | AssertionError e) {
                answer.completeExceptionally(e);
            }
        });
        return get(answer, "the event thread answers");
    }

    /** Returns when it holds; asked on the event thread. */
    static void until(String what, BooleanSupplier holds) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Timer timer = new Timer(20, event -> {
            try {
                if (holds.getAsBoolean()) done.complete(null);
            } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        timer.start();
        try {
            get(done, what);
        } finally {
            timer.stop();
        }
    }

    private static <T> T get(CompletableFuture<T> answer, String what) {
        try {
            return answer.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("It never was so: " + what, e);
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(what, e);
        }
    }

    /** Paints what is due, and takes the picture from the screen. */
    BufferedImage look(Component component) {
        ask(() -> {
            RepaintManager manager = RepaintManager.currentManager(component);
            manager.validateInvalidComponents();
            manager.paintDirtyRegions();
            Toolkit.getDefaultToolkit().sync();
            return true;
        });
        return robot.createScreenCapture(
                ask(() -> new Rectangle(component.getLocationOnScreen(), component.getSize())));
    }

    void keepPicture(Component component, File file) throws IOException {
        ImageIO.write(look(component), "png", file);
    }

    /** How many points of a component have nearly this colour. */
    int points(Component component, int rgb) {
        BufferedImage image = look(component);
        int found = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int point = image.getRGB(x, y);
                int away = 0;
                for (int shift = 0; shift <= 16; shift += 8) {
                    away += Math.abs((point >> shift & 0xFF) - (rgb >> shift & 0xFF));
                }
                if (away < 12) found++;
            }
        }
        return found;
    }

    // ---- hands

    void click(Component component) {
        click(ask(() -> {
            Point corner = component.getLocationOnScreen();
            return new Point(corner.x + component.getWidth() / 2, corner.y + component.getHeight() / 2);
        }));
    }

    void clickRow(JTable table, int row) {
        click(ask(() -> at(table, table.getCellRect(row, 1, true))));
    }

    void clickItem(JList<?> list, int index) {
        until("there is an item " + index, () -> list.getModel().getSize() > index);
        ask(() -> {
            list.ensureIndexIsVisible(index);
            return true;
        });
        click(ask(() -> at(list, list.getCellBounds(index, index))));
    }

    private static Point at(Component component, Rectangle place) {
        Point corner = component.getLocationOnScreen();
        return new Point(corner.x + place.x + 20, corner.y + place.y + place.height / 2);
    }

    private void click(Point point) {
        released.drainPermits();
        robot.mouseMove(point.x, point.y);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        untilReleased(1);
    }

    /** Presses them in order, and lets them go in the other. */
    void keys(int... codes) {
        released.drainPermits();
        for (int code : codes) robot.keyPress(code);
        for (int i = codes.length - 1; i >= 0; i--) robot.keyRelease(codes[i]);
        untilReleased(codes.length);
    }

    /**
     * Waits until the event thread has dispatched the releases. {@link Robot#waitForIdle()} would wait for a window
     * that paints nothing, which in a flood of messages is seldom: up to a minute for each key.
     */
    private void untilReleased(int count) {
        try {
            if (!released.tryAcquire(count, UNSEEN_RELEASE_SECONDS, TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        // What the release caused was dispatched behind it.
        ask(() -> true);
    }

    void type(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            Integer shifted = SHIFTED.get(c);
            if (shifted != null) keys(KeyEvent.VK_SHIFT, shifted);
            else if (Character.isUpperCase(c)) keys(KeyEvent.VK_SHIFT, KeyEvent.getExtendedKeyCodeForChar(c));
            else keys(KeyEvent.getExtendedKeyCodeForChar(c));
        }
    }

    /** Waits for a dialog and until something in it has the focus: keys that come before are lost. */
    Dialog dialog(String title) {
        until("a dialog " + title, () -> find(title) != null && find(title).getFocusOwner() != null);
        return ask(() -> find(title));
    }

    /** On the event thread. */
    static boolean isShowing(String title) {
        return find(title) != null;
    }

    private static Dialog find(String title) {
        for (Window window : Window.getWindows()) {
            if (window.isShowing()
                    && window instanceof Dialog dialog
                    && dialog.getTitle().startsWith(title)) {
                return dialog;
            }
        }
        return null;
    }
}
