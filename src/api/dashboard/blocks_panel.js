// SPDX-License-Identifier: MIT
// The last blocks.
export {};
