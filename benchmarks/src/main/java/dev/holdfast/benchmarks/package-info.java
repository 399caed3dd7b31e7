/** Benchmarks that compare the cost of Holdfast with other clients. */
@NullMarked
package dev.holdfast.benchmarks;

import org.jspecify.annotations.NullMarked;
