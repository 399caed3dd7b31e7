/** What Holdfast costs, beside what its peers cost. */
@NullMarked
package dev.holdfast.benchmarks;

import org.jspecify.annotations.NullMarked;
