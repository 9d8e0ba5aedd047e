// SPDX-License-Identifier: MIT
// One worker a row: who it is, whether it searches, how fast, and what it has handed in.
import { ageOf, nodeNow } from "./clock.js";
import { badge, element, foreign } from "./element.js";
import { brief, count, rate, uptime } from "./format.js";
import { addressLink } from "./links.js";
import { Table } from "./table.js";

const STATE_KINDS = { searching: "good", silent: "bad", gone: "plain" };

const refusedOf = ({ stale, duplicate, low, invalid }) => stale + duplicate + low + invalid;

const nameOf = ({ rig, payee }) => element("span", { class: "two-lines" },
  rig === "" ? element("span", { class: "muted" }, "no name") : foreign(rig), addressLink(payee));

const programOf = ({ agent, from }) => element("span", { class: "two-lines" }, foreign(from, "mono"),
  agent === "" ? null : foreign(agent, "muted"));

function sharesOf({ shares }) {
  const refused = refusedOf(shares);
  return [count(shares.accepted), refused === 0 ? null :
    element("span", { class: "muted" }, ` + ${count(refused)} refused`)];
}

const COLUMNS = [
  { title: "Worker", kind: "main", cell: nameOf },
  { title: "State", cell: ({ state }) => badge(brief(state, 10), STATE_KINDS[state]) },
  { title: "Rate, 15 min", kind: "number", cell: ({ rates }) => rate(rates.fifteen_minutes) },
  { title: "1 min", kind: "number wide", cell: ({ rates }) => rate(rates.one_minute) },
  { title: "Last share", kind: "number", cell: ({ shareAt }) => (shareAt === null ? "never" : [ageOf(shareAt), " ago"]) },
  { title: "Shares", kind: "number wide", cell: sharesOf },
  { title: "Blocks", kind: "number wide", cell: ({ blocks }) => count(blocks) },
  { title: "Difficulty", kind: "number wide", cell: ({ difficulty }) => count(difficulty) },
  { title: "Known for", kind: "number wide", cell: ({ known_for }) => uptime(known_for) },
  { title: "From", kind: "wide from", cell: programOf },
];

export class WorkersTable {
  #table = new Table("Workers, the fastest first", COLUMNS, ({ name }) => name);
  element = this.#table.element;

  /** @param {Object[]} workers as the API has them, at this moment */
  update(workers) {
    const now = nodeNow();
    this.#table.update(workers.map((worker) =>
      ({ ...worker, shareAt: worker.since_share === null ? null : Math.floor(now - worker.since_share) })));
  }
}
