/** What {@code holdfast doctor} does: one class for each thing it looks at. */
@NullMarked
package dev.holdfast.cli.doctor;

import org.jspecify.annotations.NullMarked;
