/** The window. Everything here runs on the event thread unless it says otherwise. */
@NullMarked
package dev.holdfast.desktop.view;

import org.jspecify.annotations.NullMarked;
