package dev.holdfast.allocation;

/** A named path that messages take, and the code that sends them along it. */
record MeasuredCase(String name, Body body) {
    /** Sends one block of messages for each call of {@link Meter#next} that returns true. */
    interface Body {
        void run(Meter meter) throws Exception;
    }

    /** Runs the case to the end of its measurement. */
    Measurement measure(boolean planted) throws Exception {
        Meter meter = new Meter();
        body.run(meter);
        return new Measurement(planted, name, meter.bytesPerMessage(), meter.nanosPerMessage());
    }
}
