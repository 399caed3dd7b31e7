package dev.holdfast.samples.android;

import android.app.Application;

/** Holds the model for as long as the process: a device that is turned gets a new activity and keeps its connection. */
public final class FeedApp extends Application {
    private final FeedModel model = new FeedModel(this);

    FeedModel model() {
        return model;
    }
}
