// SPDX-License-Identifier: MIT
// The peers, and how well each answers.
export {};
