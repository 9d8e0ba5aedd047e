// SPDX-License-Identifier: MIT
// What was found by a name, where it is not exactly one thing.
export {};
