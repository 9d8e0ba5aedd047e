// SPDX-License-Identifier: MIT
// Who mined the last 200 blocks, and which share of them is ours.
import { element } from "./element.js";
import { count, counted, percent } from "./format.js";
import { minerOf } from "./links.js";
import { emptyNote, panel } from "./panel.js";
import { Table } from "./table.js";

const SHOWN = 8;

/** @param {Object[]} blocks @returns {Array<{miner: string, is_ours: boolean, blocks: number, share: number}>} */
export function minersOf(blocks) {
  const miners = new Map();
  for (const { miner, is_ours } of blocks) {
    const known = miners.get(miner) ?? { miner, is_ours, blocks: 0, share: 0 };
    miners.set(miner, { ...known, blocks: known.blocks + 1, share: (known.blocks + 1) / blocks.length });
  }
  return [...miners.values()].sort((a, b) => b.blocks - a.blocks);
}

function shareBar(share) {
  const part = element("span");
  part.style.width = `${share * 100}%`;
  return element("span", { class: "share" }, element("span", { class: "bar", "aria-hidden": "true" }, part),
    element("span", {}, percent(share)));
}

export class MinersPanel {
  #table = new Table("Who mined the last blocks", [
    { title: "Mined for", kind: "main", cell: minerOf },
    { title: "Blocks", kind: "number", cell: ({ blocks }) => count(blocks) },
    { title: "Share", kind: "number", cell: ({ share }) => shareBar(share) },
  ], ({ miner }) => miner);
  #none = emptyNote("Nobody has mined a block yet.");
  #more = element("p", { class: "muted note" });
  element = panel("Miners of the last blocks", {}, this.#none, this.#table.element, this.#more);

  constructor() {
    this.#table.element.hidden = true;
    this.#none.hidden = true;
  }

  /** @param {Object[]} blocks newest first */
  update(blocks) {
    const miners = minersOf(blocks);
    this.#none.hidden = miners.length > 0;
    this.#table.element.hidden = miners.length === 0;
    this.#table.update(miners.slice(0, SHOWN));
    this.#more.hidden = miners.length === 0;
    const others = miners.length > SHOWN ? ` and ${counted(miners.length - SHOWN, "other")} not shown` : "";
    this.#more.textContent = `Of the last ${counted(blocks.length, "block")}${others}.`;
  }
}
