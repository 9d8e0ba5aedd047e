// SPDX-License-Identifier: MIT
// Tables that are redrawn row by row.
export {};
