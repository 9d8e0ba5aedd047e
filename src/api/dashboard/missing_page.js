// SPDX-License-Identifier: MIT
// What is shown where the node knows no such thing, or gives no answer.
export {};
