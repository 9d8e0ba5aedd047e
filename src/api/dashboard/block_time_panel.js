// SPDX-License-Identifier: MIT
// The time between the last blocks, and how their difficulty went.
export {};
