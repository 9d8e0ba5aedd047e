// SPDX-License-Identifier: MIT
// What was found by a name; where it is exactly one thing, that is shown instead.
import { ask } from "./api.js";
import { badge, element, foreign } from "./element.js";
import { pageAddress } from "./links.js";
import { failurePage, missingPage } from "./missing_page.js";
import { heading } from "./router.js";

const PAGES = { block: "block", transaction: "tx", address: "address" };

const placeOf = ({ kind, target }) => pageAddress(PAGES[kind], target);

const line = (result) => element("li", {}, badge(result.kind), " ",
  element("a", { href: placeOf(result) }, foreign(result.label)));

/** @param {string} text @param {function(string): void} goTo in the place of this page */
export async function searchPage(text, goTo) {
  try {
    const results = (await ask("search", { q: text })).results.filter(({ kind }) => kind in PAGES);
    if (results.length === 1) goTo(placeOf(results[0]));
    if (results.length === 0)
      return missingPage("Nothing found", text,
        "No block, transaction or address of this chain has that name. A block is found by its height, its hash or the "
        + "first six digits of that, a transaction by its whole id.");
    return { title: "Search – ChainCore", element: element("div", {},
      element("div", { class: "title" }, heading("Found"), element("p", {}, foreign(text, "mono"))),
      element("ul", { class: "results panel" }, results.map(line))) };
  } catch (error) {
    return failurePage("search", text, error);
  }
}
