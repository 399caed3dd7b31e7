/** The message sources: a Holdfast client and the demo server. Independent of Swing. */
@NullMarked
package dev.holdfast.desktop.feed;

import org.jspecify.annotations.NullMarked;
