// SPDX-License-Identifier: MIT
// The workers on other machines, all together; nothing where they may not join.
import { badge, element } from "./element.js";
import { count, counted, rate } from "./format.js";
import { emptyNote, panel } from "./panel.js";
import { Tile, tiles } from "./tile.js";

/** What a worker's machine is told. @param {number} port */
export const joinCommand = (port) => element("code", { class: "mono foreign" },
  `chaincore mine -o stratum+tcp://${location.hostname}:${port} -u ADDRESS.name`);

const silentBadge = (silent) => (silent === 0 ? null :
  element("a", { href: "#/workers?state=silent" }, badge(`${count(silent)} silent`, "bad")));

/** Four figures. */
export class WorkerTiles {
  #connected = new Tile("Connected");
  #rate = new Tile("Their hash rate");
  #shares = new Tile("Shares accepted");
  #blocks = new Tile("Their blocks");
  element = tiles(this.#connected, this.#rate, this.#shares, this.#blocks);

  /** @param {Object} workers as in the overview @param {boolean} isPaused the operator has all of them rest */
  update({ connected, silent, gone, rates, accepted_shares, refused_shares, blocks }, isPaused) {
    this.#connected.show(count(connected), silentBadge(silent), silent > 0 ? ", " : null, `${count(gone)} gone`);
    this.#rate.show(isPaused ? "paused" : rate(rates.one_minute), `${rate(rates.fifteen_minutes)} in 15 min`);
    this.#shares.show(count(accepted_shares), `${count(refused_shares)} refused`);
    this.#blocks.show(count(blocks), "since the start");
  }
}

export class WorkersPanel {
  #tiles = new WorkerTiles();
  #none = element("div");
  #all = element("a", { class: "button", href: "#/workers" });
  #port = 0;
  element = panel("Workers", { actions: this.#all }, this.#none, this.#tiles.element);

  /** @param {Object} overview */
  update({ workers, mining }) {
    this.element.hidden = workers === null;
    if (workers === null) return;
    const known = workers.connected + workers.gone;
    this.#all.hidden = this.#tiles.element.hidden = known === 0;
    this.#all.textContent = known === 1 ? "The worker" : `All ${counted(known, "worker")}`;
    this.#none.hidden = known > 0;
    if (this.#port !== workers.port) this.#none.replaceChildren(noWorkers(workers.port));
    this.#port = workers.port;
    this.#tiles.update(workers, mining.is_paused);
  }
}

/** @param {number} port where they may join */
export function noWorkers(port) {
  const note = emptyNote("No worker has joined yet. On another machine: ");
  note.append(joinCommand(port));
  return note;
}
