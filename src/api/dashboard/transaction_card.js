// SPDX-License-Identifier: MIT
// A transaction: what it spends, whom it pays.
export {};
