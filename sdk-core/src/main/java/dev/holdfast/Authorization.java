package dev.holdfast;

import java.util.Objects;

/**
 * The secret for one connection attempt, as supplied by {@link Credentials}. Immutable. {@link #toString} never
 * contains the secret.
 */
public final class Authorization {
    /** The part of the request that carries the secret. Later versions may add values. */
    public enum Place {
        /** A request header. */
        HEADER,
        /** The query of the URL. */
        QUERY
    }

    private final Place place;
    private final String name;
    private final String value;

    private Authorization(Place place, String name, String value) {
        this.place = place;
        this.name = name;
        this.value = value;
    }

    /**
     * Returns a bearer token for the {@code Authorization} header (RFC 6750 section 2.1).
     *
     * @throws IllegalArgumentException when the token contains characters that HTTP does not allow in a header
     */
    public static Authorization bearer(String token) {
        return header("Authorization", "Bearer " + Objects.requireNonNull(token, "token"));
    }

    /**
     * Returns a secret for a header of any name, such as an API key.
     *
     * @throws IllegalArgumentException when HTTP does not allow the name or the value; the exception never contains the
     *     value
     */
    public static Authorization header(String name, String value) {
        Headers.check(name, value);
        return new Authorization(Place.HEADER, name, value);
    }

    /**
     * Returns a ticket for the query of the URL. See {@link Credentials#oneTimeTicketInUrl} for the risk.
     *
     * @param parameter the name of the query parameter
     * @throws IllegalArgumentException when the name is empty
     */
    public static Authorization oneTimeTicketInUrl(String parameter, String ticket) {
        if (parameter.isEmpty())
            throw new IllegalArgumentException("The name of the query parameter is empty: pass a name");
        return new Authorization(Place.QUERY, parameter, Objects.requireNonNull(ticket, "ticket"));
    }

    /** Returns the part of the request that carries the secret. */
    public Place place() {
        return place;
    }

    /** Returns the name of the header or query parameter. */
    public String name() {
        return name;
    }

    /** Returns the secret, including the scheme for a header such as {@code Bearer …}. */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return "Authorization{" + place + " " + name + "}";
    }
}
