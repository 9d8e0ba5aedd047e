// SPDX-License-Identifier: MIT
// When the chain changed its mind since the node started.
export {};
