package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import dev.holdfast.Diagnostics;

/** The meaning of WebSocket close codes (RFC 6455 section 7.4 and the IANA registry), and whether to reconnect. */
final class WebSocketCloseCodes {
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_STATUS = 1005;
    static final int INVALID_PAYLOAD = 1007;
    static final int TOO_BIG = 1009;
    static final int EXTENSION_MISSING = 1010;

    private WebSocketCloseCodes() {}

    /** Returns the reason for a peer's close frame. The code is {@link #NO_STATUS} for a frame without a code. */
    static CloseReason reason(int code, String text) {
        String peerText = Diagnostics.oneLine(text).trim();
        String sentence = peerText.isEmpty() ? "The server " + meaning(code) : peerText;
        return CloseReason.retryable(Kind.WEBSOCKET_CLOSE, sentence)
                .withRetryable(retryable(code))
                .withCode(code);
    }

    /**
     * Returns whether a close frame may carry the code. It may not for 1004, 1005, 1006, 1015 and unregistered codes.
     */
    static boolean maySend(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    /**
     * Returns the exception for a peer that breaks the protocol. It is retryable, because a corrupt stream is more
     * often caused by a middlebox than by the server, and the next connection may avoid it.
     */
    static CloseException broken(int code, String sentence) {
        return new CloseException(CloseReason.retryable(Kind.PROTOCOL, sentence).withCode(code));
    }

    /**
     * Returns the exception for a message above the size limit. If the server sends it again, {@link
     * dev.holdfast.PoisonPolicy} decides.
     */
    static CloseException tooLarge(int limit) {
        return new CloseException(HttpFailure.tooLarge(limit).withCode(TOO_BIG));
    }

    private static boolean retryable(int code) {
        switch (code) {
            case 1002:
            case 1003:
            case 1007:
            case 1008:
            case 1009:
            case 1010:
            case 3000:
            case 3003:
                return false;
            default:
                return true;
        }
    }

    private static String meaning(int code) {
        switch (code) {
            case 1000:
                return "closed the connection normally";
            case 1001:
                return "is going away";
            case 1002:
                return "reported a protocol error";
            case 1003:
                return "does not accept this type of data";
            case 1005:
                return "closed the connection without a code";
            case 1007:
                return "received an invalid message";
            case 1008:
                return "reported a policy violation";
            case 1009:
                return "rejected a message as too large";
            case 1010:
                return "expected another extension";
            case 1011:
                return "encountered an unexpected condition";
            case 1012:
                return "is restarting";
            case 1013:
                return "is overloaded";
            case 1014:
                return "received an invalid response from a server behind it";
            case 3000:
                return "rejected the credentials";
            case 3003:
                return "denied access";
            default:
                return "closed the connection with code " + code;
        }
    }
}
