package dev.holdfast.desktop.view;

import java.awt.Color;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Waits until another program's window is on the display, clicks into it and presses Ctrl+Q. */
final class RobotQuit {
    private static final Executor PACE = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
    private static final int MOST_LOOKS = 600;

    private RobotQuit() {}

    public static void main(String[] args) throws Exception {
        Robot robot = new Robot();
        Color card = new Palette(true).card();
        // A point of the card of messages.
        for (int looks = 0; !robot.getPixelColor(640, 545).equals(card); looks++) {
            if (looks == MOST_LOOKS) throw new AssertionError("There is no window");
            CompletableFuture.runAsync(() -> {}, PACE).join();
        }
        robot.mouseMove(640, 785);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        robot.keyPress(KeyEvent.VK_CONTROL);
        robot.keyPress(KeyEvent.VK_Q);
        robot.keyRelease(KeyEvent.VK_Q);
        robot.keyRelease(KeyEvent.VK_CONTROL);
        robot.waitForIdle();
        System.exit(0);
    }
}
