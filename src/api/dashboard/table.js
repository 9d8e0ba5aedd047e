// SPDX-License-Identifier: MIT
// Tables that are redrawn cell by cell: what stays the same stays in place, with the focus that it may have.
import { element, replaceContent } from "./element.js";

/**
 * @typedef {{title: string, cell: function(any): (Node|string|null|Array), kind?: string}} Column
 *   kind: classes of its cells; "number" (to the right), "wide" (not on a phone), "main" (gets the room that is left)
 */

export class Table {
  #isNew = true;
  #columns;
  #key;
  #look;
  #body = element("tbody");
  #rows = new Map();  // key -> {row, look}
  element;

  /**
   * @param {string} caption for those who do not see the heading above it
   * @param {Column[]} columns
   * @param {function(any): string} key what makes an item the same as before
   * @param {function(any): string} [look] what makes its row look the same as before
   */
  constructor(caption, columns, key, look = JSON.stringify) {
    this.#columns = columns;
    this.#key = key;
    this.#look = look;
    const head = columns.map(({ title, kind }) => element("th", { scope: "col", class: kind }, title));
    this.element = element("table", {}, element("caption", { class: "unseen" }, caption),
      element("thead", {}, element("tr", {}, head)), this.#body);
  }

  /** @param {any[]} items in the order of the rows */
  update(items) {
    const rows = new Map();
    for (const item of items) rows.set(this.#key(item), this.#rowFor(item));
    for (const [key, { row }] of this.#rows) if (rows.get(key)?.row !== row) row.remove();
    let next = this.#body.firstElementChild;
    for (const { row } of rows.values()) {
      if (row === next) next = next.nextElementSibling;
      else this.#body.insertBefore(row, next);
    }
    this.#rows = rows;
    this.#isNew = false;
  }

  #rowFor(item) {
    const look = this.#look(item);
    const known = this.#rows.get(this.#key(item));
    if (known?.look === look) return known;
    if (known !== undefined) {
      this.#columns.forEach(({ cell }, i) => replaceContent(known.row.cells[i], cell(item)));
      return { row: known.row, look };
    }
    const cells = this.#columns.map(({ cell, kind }) => element("td", { class: kind }, cell(item)));
    return { row: element("tr", { class: this.#isNew ? null : "fresh" }, cells), look };
  }
}
