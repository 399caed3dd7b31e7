/** The checks of {@code holdfast doctor}, one class for each subject. */
@NullMarked
package dev.holdfast.cli.doctor;

import org.jspecify.annotations.NullMarked;
