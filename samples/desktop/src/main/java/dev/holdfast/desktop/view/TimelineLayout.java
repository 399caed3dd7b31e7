package dev.holdfast.desktop.view;

/**
 * The mapping from times to positions on the timeline.
 *
 * @param width the total width
 * @param now the current time
 * @param seconds the visible seconds of the past
 */
record TimelineLayout(int width, long now, int seconds) {
    static final int GUTTER = 168;
    static final int FLOW_TOP = 4;
    static final int FLOW_HEIGHT = 50;
    static final int LANE_HEIGHT = 37;
    private static final int LANES_TOP = FLOW_TOP + FLOW_HEIGHT + 8;
    private static final int AXIS = 18;
    /** The share of the width for the future: the rest of a back-off. */
    private static final double FUTURE = 0.09;

    static int height(int lanes) {
        return LANES_TOP + Math.max(1, lanes) * LANE_HEIGHT + AXIS;
    }

    int laneTop(int lane) {
        return LANES_TOP + lane * LANE_HEIGHT;
    }

    int axisY(int lanes) {
        return laneTop(Math.max(1, lanes)) + AXIS - 5;
    }

    int left() {
        return GUTTER;
    }

    int nowX() {
        return (int) (left() + (width - left()) * (1 - FUTURE));
    }

    private double pixelsPerNano() {
        return (nowX() - left()) / (seconds * 1e9);
    }

    /** Returns the position of a time, limited to the visible range. */
    int x(long nanos) {
        if (nanos == Long.MAX_VALUE) return nowX();
        double x = nowX() + (nanos - now) * pixelsPerNano();
        return (int) Math.round(Math.max(left(), Math.min(width, x)));
    }

    long oldest() {
        return now - seconds * 1_000_000_000L;
    }
}
