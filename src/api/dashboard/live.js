// SPDX-License-Identifier: MIT
// News of the node as they come: its event stream, or questions every few seconds while there is none.
export {};
