package dev.holdfast;

import java.util.Objects;

/** What {@link Credentials} answer for one attempt. Immutable; its text form never shows the secret. */
public final class Authorization {
    /** Where the secret goes. */
    public enum Place {
        /** A header of the request. */
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

    /** A bearer token (RFC 6750 section 2.1). */
    public static Authorization bearer(String token) {
        return header("Authorization", "Bearer " + Objects.requireNonNull(token, "token"));
    }

    /**
     * A header of any name, such as an API key's.
     *
     * @throws IllegalArgumentException when HTTP does not allow such a name or value; the message does not repeat the value
     */
    public static Authorization header(String name, String value) {
        Headers.check(name, value);
        return new Authorization(Place.HEADER, name, value);
    }

    /** See {@link Credentials#oneTimeTicketInUrl}. */
    public static Authorization oneTimeTicketInUrl(String parameter, String ticket) {
        if (parameter.isEmpty()) throw new IllegalArgumentException("The query parameter has no name: give one");
        return new Authorization(Place.QUERY, parameter, Objects.requireNonNull(ticket, "ticket"));
    }

    /** Where the secret goes. */
    public Place place() {
        return place;
    }

    /** The header's or parameter's name. */
    public String name() {
        return name;
    }

    /** The secret. */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return "Authorization{" + place + " " + name + "}";
    }
}
