// SPDX-License-Identifier: MIT
// Which page the part of the address behind # names, and going from one to another.
import { element, exchangeContent } from "./element.js";

const TRY_AGAIN_MS = 5_000;

/** @typedef {{path: string[], query: URLSearchParams}} Place */
/**
 * @typedef {{title: string, element: HTMLElement, close?: function(), isTemporary?: boolean}} Page
 *   isTemporary: it tells of a fault that may pass, so that the true page is tried again
 */

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} hash #/block/12?first=500 @returns {Place} */
export function placeOf(hash) {
  const [path, query] = hash.replace(/^#\/?/, "").split("?", 2);
  return { path: path.split("/").filter((part) => part !== "").map(decoded), query: new URLSearchParams(query) };
}

export class Router {
  #main;
  #pageFor;
  #page = null;
  #visit = 0;

  /** @param {HTMLElement} main @param {function(Place): Promise<Page>} pageFor must not fail */
  constructor(main, pageFor) {
    this.#main = main;
    this.#pageFor = pageFor;
  }

  start() {
    window.addEventListener("hashchange", () => this.#show(true));
    return this.#show(false);
  }

  /** The same page anew, after something that it shows has changed as a whole. */
  reload() {
    return this.#show(false);
  }

  async #show(isMove) {
    const visit = ++this.#visit;
    this.#main.setAttribute("aria-busy", "true");
    const page = await this.#pageFor(placeOf(location.hash));
    if (visit !== this.#visit) return page.close?.();  // somebody has gone on meanwhile
    this.#main.removeAttribute("aria-busy");
    if (page.isTemporary) setTimeout(() => visit === this.#visit && this.reload(), TRY_AGAIN_MS);
    if (page.isTemporary && this.#page?.isTemporary && !isMove) return undefined;  // it says so already
    this.#page?.close?.();
    this.#page = page;
    exchangeContent(this.#main, page.element);
    document.title = page.title;
    return isMove ? this.#arrive() : undefined;
  }

  /** Who does not see the page hears its heading. */
  #arrive() {
    scrollTo(0, 0);
    const heading = this.#main.querySelector("h1") ?? this.#main;
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }
}

/** The heading of a page. */
export const heading = (text, ...rest) => element("h1", {}, text, ...rest);
