package androidx.test.runner.intent;

/** A stand-in: nothing is stubbed. */
public interface IntentStubber {}
