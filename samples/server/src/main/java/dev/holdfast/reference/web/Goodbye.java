package dev.holdfast.reference.web;

/** Why a connection is ended by the server, and whether the client is to come back. */
record Goodbye(int code, String reason, boolean retry, long afterMillis) {
    static final int RESTART = 1012;
    static final int TRY_LATER = 1013;
    static final int PROTOCOL_ERROR = 1002;

    static Goodbye malformed(String what) {
        return new Goodbye(PROTOCOL_ERROR, what, false, 0);
    }

    /** The members that every frame which ends something has. */
    static String members(String reason, boolean retry, long afterMillis) {
        String after = afterMillis > 0 ? ",\"after\":" + afterMillis : "";
        return "\"reason\":" + Json.quoted(reason) + ",\"retry\":" + retry + after + "}";
    }
}
