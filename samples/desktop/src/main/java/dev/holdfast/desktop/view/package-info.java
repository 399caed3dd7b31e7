/** The window. Everything here runs on the event thread unless documented otherwise. */
@NullMarked
package dev.holdfast.desktop.view;

import org.jspecify.annotations.NullMarked;
