// SPDX-License-Identifier: MIT
// The node's clock, which need not be the browser's, and times on the page that grow older as one looks.
import { age, moment } from "./format.js";
import { element, setText } from "./element.js";

let ahead = 0;  // seconds

/** @param {number} time what the node's clock shows now, in seconds since the Unix epoch */
export function setNodeTime(time) {
  ahead = time - Date.now() / 1000;
}

export const nodeNow = () => Date.now() / 1000 + ahead;

/** How long ago that was, kept up to date on the page. @param {number} since seconds since the Unix epoch */
export function ageOf(since) {
  return element("time", { "data-since": since, title: moment(since) }, age(nodeNow() - since));
}

/** Once a second; what is not on the page costs nothing. */
export function startAges() {
  setInterval(() => {
    for (const time of document.querySelectorAll("time[data-since]"))
      setText(time, age(nodeNow() - Number(time.dataset.since)));
  }, 1000);
}
