package io.ternmq.client.transport;

import java.time.Duration;

/**
 * How a transport behaves.
 *
 * @param connectTimeout the longest that connecting and logging in may take
 * @param heartbeat the longest silence of either side in good health; zero for no heartbeats
 * @param maxFrame the largest frame to take, bytes
 * @param agent what the client calls itself, for the broker's log
 */
public record TransportOptions(Duration connectTimeout, Duration heartbeat, int maxFrame, String agent) {}
