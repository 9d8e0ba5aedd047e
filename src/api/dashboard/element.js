// SPDX-License-Identifier: MIT
// Makes elements; texts become text and never markup, whoever wrote them.

const LONGEST_FOREIGN_TEXT = 200;

/** @param {Element} made @param {string} name @param {unknown} value */
function set(made, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (typeof value === "function") made.addEventListener(name.slice(2), value);
  else made.setAttribute(name, value === true ? "" : String(value));
}

/**
 * @param {string} tag
 * @param {Object<string, unknown>} [attributes] functions are listeners ("onclick"); false, null, undefined: none
 * @param {...(Node|string|number|null|Array)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(made, name, value);
  made.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return made;
}

/** What strangers wrote: cut where it is endless, and kept from turning around the text beside it. */
export function foreign(text, className = "") {
  const whole = String(text);
  const shown = whole.length > LONGEST_FOREIGN_TEXT ? `${whole.slice(0, LONGEST_FOREIGN_TEXT)}…` : whole;
  return element("bdi", { class: `foreign ${className}`, title: shown }, shown);
}

/** A word on a coloured ground. @param {"good"|"warn"|"bad"|"ours"|"plain"} kind */
export const badge = (word, kind = "plain") => element("span", { class: `badge ${kind}` }, word);

/** @param {HTMLElement} place */
export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** Puts these in the place of what is there; what had the focus has it again where its twin is among them. */
export function exchangeContent(place, ...children) {
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  place.replaceChildren(...children);
  if (focused !== null) [...place.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused)?.focus();
}

/** The same, but nothing is touched where it looks the same already. */
export function replaceContent(place, ...children) {
  const wanted = place.cloneNode(false);
  wanted.append(...children.flat(2).filter((child) => child !== null));
  if (!wanted.isEqualNode(place)) exchangeContent(place, ...wanted.childNodes);
}
