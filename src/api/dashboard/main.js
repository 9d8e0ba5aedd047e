// SPDX-License-Identifier: MIT
// Starts the dashboard: what is known of the node, the page that the address names, the switches of the header.
export {};
