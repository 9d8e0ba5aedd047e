// SPDX-License-Identifier: MIT
// The page of one block.
export {};
