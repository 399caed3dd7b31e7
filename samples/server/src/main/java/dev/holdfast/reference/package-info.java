/** The reference server as a program: its options and its one command. */
@NullMarked
package dev.holdfast.reference;

import org.jspecify.annotations.NullMarked;
