// SPDX-License-Identifier: MIT
// News of the node as they come: its event stream, or questions every few seconds while there is none.
import { ask } from "./api.js";

const POLL_MS = 5_000;
const STREAM_AGAIN_MS = 30_000;
// Nobody hears the stream's comments: after so much silence it is opened anew, since a connection may die unnoticed.
const SILENCE_MS = 45_000;
// A page that nobody sees gives its connection back: a browser has six for a node, for all of its windows.
const HIDDEN_MS = 20_000;

/** @typedef {"connecting"|"live"|"reconnecting"|"polling"} LiveState */

export class Live {
  #stream = null;
  #timers = new Map();
  #on;

  /**
   * @param {{overview: function(Object), block: function(Object), state: function(LiveState),
   *          gone: function(boolean)}} on what to do with news; gone: whether the node does not answer
   */
  constructor(on) {
    this.#on = on;
  }

  start() {
    this.#on.state("connecting");
    this.#open();
    document.addEventListener("visibilitychange", () => this.#lookAtVisibility());
  }

  #open() {
    this.#close();
    const stream = new EventSource("/api/v1/events");
    this.#stream = stream;
    stream.addEventListener("open", () => this.#isOpen());
    stream.addEventListener("error", () => this.#hasFailed(stream));
    stream.addEventListener("overview", (event) => this.#hear(this.#on.overview, event));
    stream.addEventListener("block", (event) => this.#hear(this.#on.block, event));
    this.#after("silence", SILENCE_MS, () => this.#open());
  }

  #close() {
    this.#stream?.close();
    this.#stream = null;
    for (const name of ["silence", "poll", "again"]) this.#stop(name);
  }

  #isOpen() {
    this.#stop("poll");
    this.#on.gone(false);
    this.#on.state("live");
  }

  #hear(take, event) {
    this.#after("silence", SILENCE_MS, () => this.#open());
    take(JSON.parse(event.data));
  }

  /** A browser tries again by itself after a broken connection, and gives up after a refusal (503). */
  #hasFailed(stream) {
    const hasGivenUp = stream.readyState === EventSource.CLOSED;
    this.#on.state(hasGivenUp ? "polling" : "reconnecting");
    this.#stop("silence");
    if (hasGivenUp) this.#afterUnlessSet("again", STREAM_AGAIN_MS, () => this.#open());
    this.#afterUnlessSet("poll", 0, () => this.#poll());
  }

  async #poll() {
    const stream = this.#stream;
    this.#after("poll", POLL_MS, () => this.#poll());
    const overview = await ask("overview").catch((error) => error);
    if (stream !== this.#stream) return;
    const isGone = overview instanceof Error && overview.status === 0;
    if (!(overview instanceof Error)) this.#on.overview(overview);
    if (stream?.readyState !== EventSource.OPEN) this.#on.gone(isGone);
  }

  #lookAtVisibility() {
    if (document.hidden) return this.#after("hidden", HIDDEN_MS, () => this.#close());
    this.#stop("hidden");
    if (this.#stream === null) this.#open();
  }

  #after(name, delay, act) {
    this.#stop(name);
    this.#timers.set(name, setTimeout(() => {
      this.#timers.delete(name);
      act();
    }, delay));
  }

  #afterUnlessSet(name, delay, act) {
    if (!this.#timers.has(name)) this.#after(name, delay, act);
  }

  #stop(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}
