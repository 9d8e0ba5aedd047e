// SPDX-License-Identifier: MIT
// Makes elements; texts become text and never markup, whoever wrote them.
export {};
