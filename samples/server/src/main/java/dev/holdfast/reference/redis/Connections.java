package dev.holdfast.reference.redis;

import dev.holdfast.reference.feed.UnavailableException;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedDeque;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/** The pool of Redis connections, one for each concurrent user: reader, publisher and workers. */
final class Connections implements AutoCloseable {
    /** The timeout of a blocking read in Redis. The socket timeout is longer. */
    static final int BLOCK_MILLIS = 1000;

    private static final int TIMEOUT_MILLIS = 2000;

    private final HostAndPort address;
    private final JedisClientConfig config;
    private final ConcurrentLinkedDeque<Jedis> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Connections(URI uri) {
        if (!JedisURIHelper.isValid(uri)) {
            throw new IllegalArgumentException("The Redis address must have the form redis://host:port");
        }
        address = JedisURIHelper.getHostAndPort(uri);
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .autoNegotiateProtocol(false)
                .blockingSocketTimeoutMillis(BLOCK_MILLIS + TIMEOUT_MILLIS);
        if (JedisURIHelper.isRedisSSLScheme(uri)) builder.sslOptions(SslOptions.defaults());
        config = builder.build();
    }

    /** A Redis call. */
    interface Question<T> {
        T ask(Jedis redis);
    }

    /** Runs a call with exclusive use of a connection. */
    <T> T ask(Question<T> question) throws UnavailableException {
        Jedis redis = idle.poll();
        boolean used = redis != null;
        try {
            if (redis == null) redis = connect();
            T answer = question.ask(redis);
            giveBack(redis);
            return answer;
        } catch (JedisDataException e) {
            // An error response: the connection is still usable.
            if (redis != null) giveBack(redis);
            throw new UnavailableException(e);
        } catch (JedisException e) {
            if (redis != null) quietly(redis);
            // The other idle connections are probably broken as well.
            if (used) dropIdle();
            throw new UnavailableException(e);
        }
    }

    /** Returns a new connection, owned by the caller. */
    Jedis connect() {
        Jedis redis = new Jedis(address, config);
        try {
            redis.connect();
            return redis;
        } catch (JedisException e) {
            quietly(redis);
            throw e;
        }
    }

    private void giveBack(Jedis redis) {
        idle.push(redis);
        if (closed) dropIdle();
    }

    private void dropIdle() {
        Jedis redis;
        while ((redis = idle.poll()) != null) quietly(redis);
    }

    static void quietly(Jedis redis) {
        try {
            redis.close();
        } catch (JedisException e) {
            // The connection was already broken.
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }

    @Override
    public void close() {
        closed = true;
        dropIdle();
    }
}
