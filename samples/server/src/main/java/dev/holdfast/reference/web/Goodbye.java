package dev.holdfast.reference.web;

/** The reason for which the server ends a connection, and whether the client should reconnect. */
record Goodbye(int code, String reason, boolean retry, long afterMillis) {
    static final int RESTART = 1012;
    static final int TRY_LATER = 1013;
    static final int PROTOCOL_ERROR = 1002;

    static Goodbye malformed(String what) {
        return new Goodbye(PROTOCOL_ERROR, what, false, 0);
    }

    /** Returns the members common to all frames that end something. */
    static String members(String reason, boolean retry, long afterMillis) {
        String after = afterMillis > 0 ? ",\"after\":" + afterMillis : "";
        return "\"reason\":" + Json.quoted(reason) + ",\"retry\":" + retry + after + "}";
    }
}
