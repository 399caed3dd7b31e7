package dev.holdfast.transport;

import dev.holdfast.CloseException;
import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;

/** What WebSocket close codes mean for the next attempt (RFC 6455 section 7.4 and the IANA registry it opened). */
final class WebSocketCloseCodes {
    static final int PROTOCOL_ERROR = 1002;
    static final int NO_STATUS = 1005;
    static final int INVALID_PAYLOAD = 1007;
    static final int TOO_BIG = 1009;
    static final int EXTENSION_MISSING = 1010;

    private WebSocketCloseCodes() {}

    /** The end that a peer's close frame makes; {@link #NO_STATUS} for a frame without a code. */
    static CloseReason reason(int code, String text) {
        String said = withoutControls(text);
        String sentence = said.isEmpty() ? meaning(code) : said;
        CloseReason reason = retryable(code)
                ? CloseReason.retryable(Kind.WEBSOCKET_CLOSE, sentence)
                : CloseReason.fatal(Kind.WEBSOCKET_CLOSE, sentence);
        return reason.withCode(code);
    }

    /** Whether a close frame may carry the code: 1004, 1005, 1006, 1015 and all that nobody registered may not. */
    static boolean maySend(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    /**
     * The peer broke the protocol. Another attempt is made: what garbles a stream is more often a box in between than
     * the server, and the next path may do without it.
     */
    static CloseException broken(int code, String sentence) {
        return new CloseException(CloseReason.retryable(Kind.PROTOCOL, sentence).withCode(code));
    }

    /** The message would exceed the limit. Where it is sent again, {@link dev.holdfast.PoisonPolicy} decides. */
    static CloseException tooLarge(int limit) {
        return new CloseException(CloseReason.retryable(
                        Kind.TOO_LARGE,
                        "The server sent a message of more than " + limit + " bytes: raise Limits.withMaxMessageBytes,"
                                + " or have it send less at once")
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
                return "The server closed the connection: its purpose is fulfilled";
            case 1001:
                return "The server is going away";
            case 1002:
                return "The server saw a protocol error";
            case 1003:
                return "The server does not take this kind of data";
            case 1005:
                return "The server closed the connection without saying why";
            case 1007:
                return "The server could not read a message";
            case 1008:
                return "The server's policy forbids this";
            case 1009:
                return "A message was too large for the server";
            case 1010:
                return "The server missed an extension";
            case 1011:
                return "The server met an unexpected condition";
            case 1012:
                return "The server is restarting";
            case 1013:
                return "The server is overloaded: try again later";
            case 1014:
                return "A gateway got a bad answer from the server behind it";
            case 3000:
                return "The server did not accept the credentials";
            case 3003:
                return "The server forbids access";
            default:
                return "The server closed the connection with code " + code;
        }
    }

    /** Without characters that could fake a line in a log. */
    static String withoutControls(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isISOControl(c) && c != '\u2028' && c != '\u2029') kept.append(c);
        }
        return kept.toString().trim();
    }
}
