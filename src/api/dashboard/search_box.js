// SPDX-License-Identifier: MIT
// The box in the header: what is typed there is looked up.
export {};
