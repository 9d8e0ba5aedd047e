// SPDX-License-Identifier: MIT
// What the page knows of the node now, and who wants to hear of changes.
import { ask } from "./api.js";
import { setNodeTime } from "./clock.js";

export const KEPT_BLOCKS = 200;
const CATCH_UP_MS = 1_500;

export class NodeData {
  /** /api/v1/overview as it was last heard; null: nothing yet. */
  overview = null;
  /** The last blocks, newest first, KEPT_BLOCKS at most; null: not asked for yet. */
  blocks = null;
  /** @type {import("./live.js").LiveState} */
  liveState = "connecting";
  isGone = false;
  /** When the overview was heard, by the browser's clock in seconds. */
  heardAt = 0;

  #listeners = new Set();
  #catchUpTimer = null;
  #isTelling = false;

  /** @param {function()} listener called after changes, many at once being one. @returns {function()} ends it */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get length() {
    return this.overview?.chain.length ?? 0;
  }

  takeOverview(overview) {
    this.overview = overview;
    this.heardAt = Date.now() / 1000;
    setNodeTime(overview.node.time);
    if (overview.chain.tip_hash === undefined) this.blocks = [];
    if (!this.#isAtTip()) this.#catchUpAfter(this.blocks === null ? 0 : CATCH_UP_MS);
    this.#tell();
  }

  /** One that is newly on the best chain: those that are not below it have left it. */
  takeBlock(block) {
    const parent = (this.blocks ?? []).findIndex(({ hash }) => hash === block.previous_hash);
    if (parent < 0) return this.#catchUpAfter(CATCH_UP_MS);
    this.blocks = [block, ...this.blocks.slice(parent)].slice(0, KEPT_BLOCKS);
    this.#tell();
  }

  setLiveState(state) {
    this.liveState = state;
    this.#tell();
  }

  setGone(isGone) {
    this.isGone = isGone;
    this.#tell();
  }

  #isAtTip() {
    return this.blocks !== null && this.blocks[0]?.hash === this.overview?.chain.tip_hash;
  }

  /** News of blocks usually come a moment later by themselves. */
  #catchUpAfter(delay) {
    this.#catchUpTimer ??= setTimeout(() => this.#catchUp(), delay);
  }

  async #catchUp() {
    try {
      if (!this.#isAtTip()) this.blocks = (await ask("blocks", { count: KEPT_BLOCKS })).blocks;
      this.#tell();
    } catch {
      // The next overview asks again.
    } finally {
      this.#catchUpTimer = null;
    }
  }

  #tell() {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
