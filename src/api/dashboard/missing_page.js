// SPDX-License-Identifier: MIT
// What is shown where the node knows no such thing, or gives no answer.
import { element, foreign } from "./element.js";
import { heading } from "./router.js";

/** @param {string} title @param {string} asked what the reader looked for @param {string} reason */
export function missingPage(title, asked, reason) {
  return { title: `${title} – ChainCore`,
    element: element("div", { class: "missing" }, heading(title), element("p", {}, foreign(asked, "mono")),
      element("p", { class: "muted" }, foreign(reason)),
      element("p", {}, element("a", { class: "button", href: "#/" }, "Back to the overview"))) };
}

/** @param {string} thing "block" @param {string} asked @param {import("./api.js").ApiError} error */
export function failurePage(thing, asked, error) {
  if (error.status === 404 || error.status === 400) return missingPage(`No such ${thing}`, asked, error.message);
  return { ...missingPage(`The ${thing} cannot be shown now`, asked, `${error.message} It is tried again.`),
    isTemporary: true };
}
