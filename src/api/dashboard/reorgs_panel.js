// SPDX-License-Identifier: MIT
// When the chain changed its mind since the node started.
import { ask } from "./api.js";
import { ageOf } from "./clock.js";
import { counted } from "./format.js";
import { blockLink } from "./links.js";
import { emptyNote, panel } from "./panel.js";
import { Table } from "./table.js";

const SHOWN = 6;

const whatHappened = ({ left_blocks, new_blocks, is_new_genesis }) =>
  `${counted(left_blocks, "block")} left, ${counted(new_blocks, "block")} came`
  + (is_new_genesis ? ", from a new genesis" : "");

export class ReorgsPanel {
  #count = 0;
  #table = new Table("Reorganizations of the chain, newest first", [
    { title: "Age", cell: ({ time }) => ageOf(time) },
    { title: "What happened", cell: whatHappened },
    { title: "New tip", kind: "wide", cell: ({ new_tip }) => blockLink(new_tip.hash, 10) },
  ], ({ time, new_tip }) => `${time} ${new_tip.hash}`);
  #none = emptyNote("Since the node started the chain has only grown.");
  element = panel("Reorgs", {}, this.#none, this.#table.element);

  constructor() {
    this.#table.element.hidden = true;
  }

  /** @param {number} reorgs how many there were since the node's start */
  async update(reorgs) {
    if (reorgs === this.#count) return;
    this.#count = reorgs;
    try {
      const answer = await ask("reorgs");
      this.#none.hidden = answer.reorgs.length > 0;
      this.#table.element.hidden = answer.reorgs.length === 0;
      this.#table.update(answer.reorgs.slice(0, SHOWN));
    } catch {
      this.#count = -1;  // asked for again with the next news
    }
  }
}
