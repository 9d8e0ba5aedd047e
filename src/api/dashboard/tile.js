// SPDX-License-Identifier: MIT
// A figure with its name over it and a line below; tiles stand in a <dl class="tiles">.
import { element, replaceContent } from "./element.js";

export class Tile {
  #value = element("dd", { class: "figure" });
  #note = element("dd", { class: "note muted" });
  element;

  constructor(name) {
    this.element = element("div", { class: "tile" }, element("dt", {}, name), this.#value, this.#note);
  }

  /** @param {Node|string} value @param {Array<Node|string|null>} note */
  show(value, ...note) {
    replaceContent(this.#value, value);
    replaceContent(this.#note, note);
  }
}

export const tiles = (...shown) => element("dl", { class: "tiles" }, shown.map((tile) => tile.element));
