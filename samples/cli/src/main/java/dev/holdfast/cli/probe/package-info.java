/** The implementation of {@code holdfast probe}: observation, and separately the evaluation of observations. */
@NullMarked
package dev.holdfast.cli.probe;

import org.jspecify.annotations.NullMarked;
