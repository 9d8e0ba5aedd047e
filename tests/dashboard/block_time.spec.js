// SPDX-License-Identifier: MIT
// When a block was there, by its own word and by ours; no browser is needed.
import { expect, test } from "@playwright/test";
import { gapBetween, timeOf } from "../../src/api/dashboard/block_time.js";

test("a block that came as it was found is dated by when it came", () => {
  expect(timeOf({ timestamp: 1000, received_at: 1002.5 })).toBe(1002.5);
  expect(timeOf({ timestamp: 1003, received_at: 1002.5 })).toBe(1002.5);
});

test("one that was fetched later, or says what cannot be, is dated by itself", () => {
  expect(timeOf({ timestamp: 1000, received_at: 5000 })).toBe(1000);
  expect(timeOf({ timestamp: 5000, received_at: 1000 })).toBe(5000);
});

test("no time between two blocks is negative", () => {
  expect(gapBetween({ timestamp: 10, received_at: 14 }, { timestamp: 12, received_at: 19 })).toBe(5);
  expect(gapBetween({ timestamp: 10, received_at: 19 }, { timestamp: 12, received_at: 14 })).toBe(0);
});
