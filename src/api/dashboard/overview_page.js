// SPDX-License-Identifier: MIT
// The first page: how the node is, from its hash rate to its peers.
export {};
