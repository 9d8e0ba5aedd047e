// SPDX-License-Identifier: MIT
// The peers, and how well each answers.
import { ask } from "./api.js";
import { ageOf } from "./clock.js";
import { badge, element, foreign } from "./element.js";
import { brief, count, counted, NOTHING, percent } from "./format.js";
import { emptyNote, panel } from "./panel.js";
import { Table } from "./table.js";

const AGAIN_MS = 10_000;
const SHOWN = 50;
const ORDER = { active: 0, known: 1, banned: 2 };
const KINDS = { active: "good", known: "plain", banned: "bad" };
const WORDS = { known: "silent" };

const hasAnswered = (peer) => peer.last_seen > 0;
const milliseconds = (seconds) => `${count(Math.max(1, seconds * 1000))} ms`;

const COLUMNS = [
  { title: "Peer", kind: "main", cell: ({ url, node_id }) => element("span", { class: "two-lines" },
    foreign(url.replace(/^http:\/\//, ""), "mono"), node_id === "" ? null : foreign(node_id, "muted")) },
  { title: "State", cell: ({ state }) => badge(WORDS[state] ?? brief(state, 8), KINDS[state]) },
  { title: "Blocks", kind: "number wide", cell: (peer) => (hasAnswered(peer) ? count(peer.length) : NOTHING) },
  { title: "Answers in", kind: "number",
    cell: (peer) => (peer.response_seconds > 0 ? milliseconds(peer.response_seconds) : NOTHING) },
  { title: "Failures", kind: "number", cell: ({ failure_rate }) => percent(failure_rate) },
  { title: "Last seen", kind: "number wide", cell: (peer) => (hasAnswered(peer) ? ageOf(peer.last_seen) : "never") },
];

export class PeersPanel {
  #timer = null;
  #isClosed = false;
  #table = new Table("Peers and how well each answers", COLUMNS, ({ url }) => url);
  #none = emptyNote("No peers are known. The node mines and answers without them, and goes on looking.");
  #more = element("p", { class: "muted note" });
  element = panel("Peers", {}, this.#none, this.#table.element, this.#more);

  constructor() {
    this.#table.element.hidden = true;
    this.#none.hidden = true;
    this.#look();
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #look() {
    const answer = await ask("peers").catch(() => null);
    if (this.#isClosed) return;
    if (answer !== null) this.#show(answer.peers);
    this.#timer = setTimeout(() => this.#look(), AGAIN_MS);
  }

  #show(peers) {
    const ordered = [...peers].sort((a, b) => (ORDER[a.state] ?? 3) - (ORDER[b.state] ?? 3) || b.length - a.length);
    this.#none.hidden = peers.length > 0;
    this.#table.element.hidden = peers.length === 0;
    this.#table.update(ordered.slice(0, SHOWN));
    this.#more.textContent = peers.length > SHOWN ? `${counted(peers.length - SHOWN, "peer")} more.` : "";
  }
}
