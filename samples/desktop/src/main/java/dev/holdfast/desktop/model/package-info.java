/** The view model. Independent of Swing. */
@NullMarked
package dev.holdfast.desktop.model;

import org.jspecify.annotations.NullMarked;
