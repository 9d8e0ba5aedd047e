// SPDX-License-Identifier: MIT
// Who the node is, where its chain ends, what it has found and what waits.
export {};
