// SPDX-License-Identifier: MIT
// Links to newer and older entries of a long list.
import { element } from "./element.js";
import { count } from "./format.js";

/**
 * @param {string} page its address
 * @param {{first: number, shown: number, all: number, step: number}} place in the list
 * @param {{before: string, after: string}} words
 */
export function pager(page, { first, shown, all, step }, words) {
  if (first === 0 && shown >= all) return null;
  const address = `${page}${page.includes("?") ? "&" : "?"}first=`;
  const to = (start, text) => element("a", { class: "button", href: `${address}${start}` }, text);
  return element("nav", { class: "pager", "aria-label": "Pages" },
    first > 0 ? to(Math.max(0, first - step), words.before) : null,
    element("span", { class: "muted" }, shown === 0 ? "none here" :
      `${count(first + 1)} to ${count(first + shown)} of ${count(all)}`),
    first + shown < all ? to(first + step, words.after) : null);
}

/** Where the list begins, as the address says. @param {URLSearchParams} query */
export function firstOf(query) {
  const first = Number(query.get("first") ?? 0);
  return Number.isSafeInteger(first) && first > 0 ? first : 0;
}
