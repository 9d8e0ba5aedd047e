// SPDX-License-Identifier: MIT
// Buttons to older and newer entries of a long list.
export {};
