// SPDX-License-Identifier: MIT
// Where the chain ends, how fast blocks are searched, what was found, what waits, what lies on the disk.
import { timeOf } from "./block_time.js";
import { ageOf } from "./clock.js";
import { bytes, count, counted, NOTHING, percent, rate } from "./format.js";
import { blockLink, heightLink } from "./links.js";
import { Tile, tiles } from "./tile.js";

export class SummaryPanel {
  #tip = new Tile("Tip");
  #rate = new Tile("Hash rate");
  #found = new Tile("Blocks found");
  #share = new Tile("Our share");
  #difficulty = new Tile("Difficulty");
  #pool = new Tile("Waiting");
  #peers = new Tile("Peers");
  #disk = new Tile("Chain on disk");
  element = tiles(this.#tip, this.#rate, this.#found, this.#share, this.#difficulty, this.#pool, this.#peers,
    this.#disk);

  /** @param {Object} overview @param {Object[]} blocks newest first, 200 at most */
  update({ chain, mining, workers, mempool, peers, storage }, blocks) {
    this.#showTip(chain, blocks);
    this.#showRate(mining, workers);
    this.#showFinds(mining, blocks);
    this.#difficulty.show(String(chain.difficulty), counted(chain.reorgs, "reorg"), " since the start");
    this.#pool.show(counted(mempool.transactions, "payment"), bytes(mempool.bytes));
    this.#peers.show(count(peers.active), `active of ${count(peers.known)} known`);
    this.#disk.show(bytes(storage.file_bytes), `${bytes(storage.free_bytes)} free`);
  }

  #showTip(chain, blocks) {
    if (chain.tip_hash === undefined) return this.#tip.show(NOTHING, "no block yet");
    const tip = blocks.find(({ hash }) => hash === chain.tip_hash);
    const since = tip === undefined ? chain.tip_received_at : timeOf(tip);
    this.#tip.show(heightLink(chain.length - 1), blockLink(chain.tip_hash, 10), " ", ageOf(since), " ago");
  }

  #showRate(mining, workers) {
    const isSearching = mining.devices.length > 0;
    if (!isSearching && workers !== null && workers.connected > 0 && !mining.is_paused)
      this.#rate.show(rate(workers.rates.one_minute), `by ${counted(workers.connected, "worker")} on other machines`);
    else if (!isSearching) this.#rate.show(NOTHING, "this node does not mine");
    else if (mining.is_paused) this.#rate.show("paused", `${rate(mining.rates.fifteen_minutes)} in 15 min`);
    else this.#rate.show(rate(mining.rates.ten_seconds),
      `${rate(mining.rates.one_minute)} in 1 min, ${rate(mining.rates.fifteen_minutes)} in 15 min`);
  }

  #showFinds(mining, blocks) {
    this.#found.show(count(mining.accepted_blocks),
      `${count(mining.stale_blocks)} too late, ${count(mining.refused_blocks)} refused`);
    const ours = blocks.filter(({ is_ours }) => is_ours).length;
    this.#share.show(blocks.length === 0 ? NOTHING : percent(ours / blocks.length),
      blocks.length === 0 ? "no block yet" : `${count(ours)} of the last ${count(blocks.length)}`);
  }
}
