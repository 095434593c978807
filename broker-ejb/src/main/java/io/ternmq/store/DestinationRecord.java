package io.ternmq.store;

import io.ternmq.message.DestinationName;

/**
 * A destination as it is kept; temporary ones are not.
 *
 * @param id ours, from 1, never used again
 * @param name its name and kind
 * @param mark the dispatch mark of a queue, see {@link Change.Mark}
 */
public record DestinationRecord(long id, DestinationName name, long mark) {}
