package dev.holdfast.reference.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the server listens on, whom it lets in, and how much a client may ask of it.
 *
 * @param keyStore PKCS #12; without one there is no TLS
 * @param origins what browsers' pages may come from; {@code *} is any
 * @param hosts what it goes by beside the names of this machine for itself and the address it listens on; {@code *} is any
 * @param tokens null lets in everybody
 * @param heartbeat no connection is silent for longer
 * @param frameBytes a frame of a client, and the body of a publish
 * @param subscriptions of one connection
 * @param topicChars of a topic's name
 * @param connections WebSockets and event streams together
 * @param headerBytes of a request
 * @param queueBytes what waits for one connection; more is a slow consumer
 * @param outboundBytes what waits for all connections together
 * @param publishRate messages a second of one connection, or of one who posts
 * @param subscribeRate subscriptions a second of one connection, or of one who asks for event streams
 * @param frameRate other frames a second of one connection
 * @param compress whether clients may ask for permessage-deflate, which costs memory for each connection
 * @param drainSpread over how long clients are told to come back
 * @param drainTimeout how long draining may take
 */
public record Settings(
        String host,
        int port,
        @Nullable Path keyStore,
        @Nullable String keyStorePassword,
        Set<String> origins,
        Set<String> hosts,
        @Nullable Tokens tokens,
        Duration heartbeat,
        int frameBytes,
        int subscriptions,
        int topicChars,
        int connections,
        int headerBytes,
        int queueBytes,
        long outboundBytes,
        int publishRate,
        int subscribeRate,
        int frameRate,
        boolean compress,
        Duration drainSpread,
        Duration drainTimeout) {}
