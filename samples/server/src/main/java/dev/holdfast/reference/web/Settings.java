package dev.holdfast.reference.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a node: address, access control and limits.
 *
 * @param keyStore the PKCS #12 file, or null for no TLS
 * @param origins the allowed origins of web pages; {@code *} is any
 * @param hosts the allowed host names in addition to loopback names and the listening address; {@code *} is any
 * @param tokens the tokens, or null for no authentication
 * @param heartbeat the maximum silence on a connection
 * @param frameBytes the size limit of a client's frame and of the body of a publish
 * @param subscriptions the limit per connection
 * @param topicChars the length limit of a topic name
 * @param connections the limit on WebSockets and event streams together
 * @param headerBytes the size limit of a request's headers
 * @param queueBytes the queue limit of one connection; beyond it, the client is a slow consumer
 * @param outboundBytes the queue limit of all connections together
 * @param publishRate messages per second from one connection or one client using POST
 * @param subscribeRate subscriptions per second from one connection or one client of event streams
 * @param frameRate other frames per second from one connection
 * @param compress whether to allow permessage-deflate, which costs memory for each connection
 * @param drainSpread the time over which disconnected clients reconnect
 * @param drainTimeout the maximum duration of draining
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
