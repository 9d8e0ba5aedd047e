// SPDX-License-Identifier: MIT
// Which page the part of the address behind # names, and going from one to another.
export {};
