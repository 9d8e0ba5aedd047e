// SPDX-License-Identifier: MIT
// A part of a page: a heading, what may be chosen beside it, and the content.
import { element } from "./element.js";

let made = 0;

/** @param {string} title @param {{actions?: Node}} options @param {...(Node|string)} content */
export function panel(title, options, ...content) {
  const id = `panel-${++made}`;
  return element("section", { class: "panel", "aria-labelledby": id },
    element("div", { class: "panel-head" }, element("h2", { id }, title), options.actions ?? null), content);
}

/** What stands where there is nothing to show. */
export const emptyNote = (text) => element("p", { class: "empty" }, text);

/** Names and values in pairs; pairs without a value are left out. @param {Array<[string, Node|string|null]>} pairs */
export const facts = (pairs) => element("dl", { class: "facts" },
  pairs.filter(([, value]) => value !== null)
    .map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
