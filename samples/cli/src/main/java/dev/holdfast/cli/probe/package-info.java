/** What {@code holdfast probe} does: the looking, and apart from it the judging of what was seen. */
@NullMarked
package dev.holdfast.cli.probe;

import org.jspecify.annotations.NullMarked;
