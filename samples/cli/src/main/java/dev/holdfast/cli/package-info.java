/** The command line: follows, publishes to, probes and diagnoses realtime feeds. */
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;
