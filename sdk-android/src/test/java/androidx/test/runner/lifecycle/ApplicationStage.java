package androidx.test.runner.lifecycle;

/** A stand-in. */
public enum ApplicationStage {
    PRE_ON_CREATE,
    CREATED
}
