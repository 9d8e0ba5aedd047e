// SPDX-License-Identifier: MIT
// Light or dark: what the system says until the switch says otherwise.
export {};
