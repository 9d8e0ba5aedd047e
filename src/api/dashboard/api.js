// SPDX-License-Identifier: MIT
// Questions to the node, with a deadline, and its refusals as errors with their sentence.
export {};
