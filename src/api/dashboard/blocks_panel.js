// SPDX-License-Identifier: MIT
// The last blocks.
import { gapBetween, timeOf } from "./block_time.js";
import { ageOf } from "./clock.js";
import { bytes, count, span } from "./format.js";
import { blockLink, heightLink, minerOf } from "./links.js";
import { emptyNote, panel } from "./panel.js";
import { Table } from "./table.js";

const SHOWN = 15;

export class BlocksPanel {
  #table = new Table("The last blocks, newest first", [
    { title: "Block", cell: ({ height }) => heightLink(height) },
    { title: "Hash", kind: "wide", cell: ({ hash }) => blockLink(hash, 14) },
    { title: "Age", kind: "number", cell: (block) => ageOf(timeOf(block)) },
    { title: "After", kind: "number wide", cell: ({ gap }) => (gap === null ? "" : span(gap)) },
    { title: "Payments", kind: "number", cell: ({ transactions }) => count(Math.max(0, transactions - 1)) },
    { title: "Size", kind: "number wide", cell: ({ size }) => bytes(size) },
    { title: "Mined for", kind: "main", cell: minerOf },
  ], ({ hash }) => hash);
  #none = emptyNote("There is no block yet. The chain begins with the first one that is mined here or fetched.");
  element = panel("Last blocks", {}, this.#none, this.#table.element);

  constructor() {
    this.#table.element.hidden = true;
    this.#none.hidden = true;
  }

  /** @param {Object[]} blocks newest first */
  update(blocks) {
    this.#none.hidden = blocks.length > 0;
    this.#table.element.hidden = blocks.length === 0;
    const gapOf = (block, before) => (before === undefined ? null : gapBetween(before, block));
    this.#table.update(blocks.slice(0, SHOWN).map((block, i) => ({ ...block, gap: gapOf(block, blocks[i + 1]) })));
  }
}
