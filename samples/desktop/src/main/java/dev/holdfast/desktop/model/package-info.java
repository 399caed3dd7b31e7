/** What is shown, without anything that shows it: no Swing here. */
@NullMarked
package dev.holdfast.desktop.model;

import org.jspecify.annotations.NullMarked;
