package dev.holdfast.samples.server;

import java.time.Duration;

/**
 * How the demo's server behaves.
 *
 * @param pace how often the quickest topic publishes
 * @param cutsFrom the least time between two cuts; zero for no cuts at all
 * @param cutsTo the most
 * @param heartbeat what the server promises a WebSocket client, and how long it lets a stream be silent
 * @param seed of the choice of cuts and victims
 * @param plant a fault to commit on purpose
 */
public record ServerSettings(
        Duration pace, Duration cutsFrom, Duration cutsTo, Duration heartbeat, long seed, Plant plant) {}
