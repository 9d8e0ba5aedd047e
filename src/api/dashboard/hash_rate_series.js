// SPDX-License-Identifier: MIT
// The hash rates of the last hours: the node's record, asked for again as it grows, and the rates of this moment.
import { ask } from "./api.js";

const POINTS = 720;
const SHORTEST_MS = 10_000;

export class HashRateSeries {
  /** The answer of /api/v1/hashrate; null: there was none yet. */
  #record = null;
  #timer = null;
  #seconds;
  #changed;

  /** @param {number} seconds shown @param {function()} changed called whenever there is more to show */
  constructor(seconds, changed) {
    this.#seconds = seconds;
    this.#changed = changed;
    this.#fetch();
  }

  get seconds() {
    return this.#seconds;
  }

  select(seconds) {
    this.#seconds = seconds;
    this.#fetch();
  }

  close() {
    clearTimeout(this.#timer);
    this.#seconds = null;  // an answer that is on its way is nobody's
  }

  /**
   * Rows for a chart: times, total, each device. Null: the node was not there.
   * @param {Object} overview whose rates end them
   * @returns {{devices: Object[], rows: Array<Array<number|null>>}|null}
   */
  withNow(overview) {
    if (this.#record === null) return null;
    const { times, total, devices } = this.#record;
    const now = overview.node.time;
    const isOlder = times.length === 0 || times.at(-1) < now;
    const end = (rates, rate) => (isOlder ? [...rates, rate] : rates);
    return { devices,
      rows: [end(times, now), end(total, overview.mining.rates.ten_seconds),
        ...devices.map((device, i) => end(device.rates, rateNow(overview, devices, i)))] };
  }

  async #fetch() {
    clearTimeout(this.#timer);
    const seconds = this.#seconds;
    const record = await ask("hashrate", { seconds, points: POINTS }).catch(() => null);
    if (seconds !== this.#seconds) return;
    this.#record = record ?? this.#record;
    const wait = Math.max(SHORTEST_MS, (this.#record?.interval ?? 0) * 1000);
    this.#timer = setTimeout(() => this.#fetch(), wait);
    this.#changed();
  }
}

/** Of two devices of one name the first is the first. */
function rateNow({ mining }, devices, i) {
  const before = devices.slice(0, i).filter((other) => isSame(other, devices[i])).length;
  return mining.devices.filter((other) => isSame(other, devices[i]))[before]?.rates.ten_seconds ?? null;
}

const isSame = (one, other) =>
  one.backend === other.backend && one.device === other.device && one.kernel === other.kernel;
