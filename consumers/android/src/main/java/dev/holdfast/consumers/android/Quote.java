package dev.holdfast.consumers.android;

import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/** A message of the feed. Gson's own shrinker rules keep annotated fields. */
final class Quote {
    @SerializedName("symbol")
    @Nullable
    String symbol;

    @SerializedName("price")
    double price;
}
