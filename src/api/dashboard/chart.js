// SPDX-License-Identifier: MIT
// A chart over time by uPlot, in the colours of the theme, as wide as its place.
export {};
