// SPDX-License-Identifier: MIT
// The state of the connection, and what is wrong with the node, in a line over the page.
export {};
