// SPDX-License-Identifier: MIT
// The hash rate of each device and of all, now and over time.
export {};
