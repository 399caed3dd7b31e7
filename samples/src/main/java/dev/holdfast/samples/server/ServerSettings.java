package dev.holdfast.samples.server;

import java.time.Duration;

/**
 * The settings of the demo server.
 *
 * @param pace the interval of the fastest topic
 * @param cutsFrom the minimum time between two disconnects; zero for none
 * @param cutsTo the maximum time
 * @param heartbeat the heartbeat announced to WebSocket clients and the maximum silence of a stream
 * @param seed the seed for the choice of disconnects and connections
 * @param plant the deliberate fault
 */
public record ServerSettings(
        Duration pace, Duration cutsFrom, Duration cutsTo, Duration heartbeat, long seed, Plant plant) {}
