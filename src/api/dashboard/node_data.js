// SPDX-License-Identifier: MIT
// What the page knows of the node now, and who wants to hear of changes.
export {};
