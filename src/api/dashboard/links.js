// SPDX-License-Identifier: MIT
// Links to blocks, transactions and addresses, cut short where they are long.
export {};
