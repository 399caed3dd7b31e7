/** The program of the reference server: its options and its command. */
@NullMarked
package dev.holdfast.reference;

import org.jspecify.annotations.NullMarked;
