// SPDX-License-Identifier: MIT
// The hash rates of the last hours in memory: fetched once, continued by the news, bounded.
export {};
