// SPDX-License-Identifier: MIT
// When a block was there. Its timestamp is the start of a search and may be a second or more off; the moment at which
// the node had it is exact, but for blocks that it fetched later all at once.

const LIVE_SECONDS = 30;

/** @param {{timestamp: number, received_at: number}} block @returns {number} seconds since the Unix epoch */
export const timeOf = ({ timestamp, received_at }) =>
  (Math.abs(received_at - timestamp) < LIVE_SECONDS ? received_at : timestamp);

/** Seconds from one block to the next. */
export const gapBetween = (before, block) => Math.max(0, timeOf(block) - timeOf(before));
