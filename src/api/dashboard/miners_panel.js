// SPDX-License-Identifier: MIT
// Who mined the last 200 blocks, and which share of them is ours.
export {};
