// SPDX-License-Identifier: MIT
// The page of an address: what it holds, and its history.
export {};
