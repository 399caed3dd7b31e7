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
        String sentence = peerText.isEmpty() ? meaning(code) : peerText;
        CloseReason reason = retryable(code)
                ? CloseReason.retryable(Kind.WEBSOCKET_CLOSE, sentence)
                : CloseReason.fatal(Kind.WEBSOCKET_CLOSE, sentence);
        return reason.withCode(code);
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
        return new CloseException(CloseReason.retryable(
                        Kind.TOO_LARGE,
                        "The server sent a message of more than " + limit + " bytes. Raise Limits.withMaxMessageBytes,"
                                + " or make the server send smaller messages")
                .withCode(TOO_BIG));
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
                return "The server closed the connection normally";
            case 1001:
                return "The server is going away";
            case 1002:
                return "The server reported a protocol error";
            case 1003:
                return "The server does not accept this type of data";
            case 1005:
                return "The server closed the connection without a close code";
            case 1007:
                return "The server received an invalid message";
            case 1008:
                return "The server reported a policy violation";
            case 1009:
                return "The server rejected a message as too large";
            case 1010:
                return "The server expected an extension that was not negotiated";
            case 1011:
                return "The server encountered an unexpected condition";
            case 1012:
                return "The server is restarting";
            case 1013:
                return "The server is overloaded";
            case 1014:
                return "A gateway received an invalid response from the server behind it";
            case 3000:
                return "The server rejected the credentials";
            case 3003:
                return "The server denied access";
            default:
                return "The server closed the connection with code " + code;
        }
    }
}
