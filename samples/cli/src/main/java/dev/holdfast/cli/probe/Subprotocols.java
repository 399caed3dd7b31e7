package dev.holdfast.cli.probe;

/** The subprotocols that a probe offers, Holdfast's own first. */
final class Subprotocols {
    static final String HOLDFAST = "holdfast.v1";

    static final String OFFER =
            HOLDFAST + ", graphql-transport-ws, graphql-ws, v12.stomp, mqtt, actioncable-v1-json," + " wamp.2.json";

    private Subprotocols() {}
}
