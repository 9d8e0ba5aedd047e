// SPDX-License-Identifier: MIT
// Numbers, times and hashes as people read them.
export {};
