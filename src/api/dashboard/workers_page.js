// SPDX-License-Identifier: MIT
// The page of the workers on other machines: all of them, or those in one state; it asks again while it is shown.
import { ask } from "./api.js";
import { element, replaceContent } from "./element.js";
import { count } from "./format.js";
import { failurePage } from "./missing_page.js";
import { firstOf, pager } from "./pager.js";
import { emptyNote, panel } from "./panel.js";
import { heading } from "./router.js";
import { WorkerTiles, noWorkers } from "./workers_panel.js";
import { WorkersTable } from "./workers_table.js";

const STEP = 100;
const AGAIN_MS = 5_000;
const PAGE = "#/workers";
const STATES = ["searching", "silent", "gone"];

const addressOf = (state) => (state === null ? PAGE : `${PAGE}?state=${state}`);
const knownOf = ({ searching, silent, gone }) => searching + silent + gone;

/** As the overview has it. */
function summaryOf({ states, shares, blocks, rates }) {
  const { accepted, ...refused } = shares;
  return { connected: states.searching + states.silent, silent: states.silent, gone: states.gone, rates,
    accepted_shares: accepted, refused_shares: Object.values(refused).reduce((sum, some) => sum + some, 0), blocks };
}

function stateLinks(states, chosen) {
  const link = (state, word, number) => element("a", { class: "button", href: addressOf(state),
    "aria-current": state === chosen ? "page" : null }, `${word} ${count(number)}`);
  return element("nav", { class: "choices", "aria-label": "Which workers" }, link(null, "All", knownOf(states)),
    STATES.map((state) => link(state, `${state[0].toUpperCase()}${state.slice(1)}`, states[state])));
}

class WorkersView {
  #node;
  #state;
  #first;
  #tiles = new WorkerTiles();
  #choices = element("div");
  #note = element("div");
  #table = new WorkersTable();
  #pager = element("div");
  #list = panel("Fastest first", { actions: this.#choices }, this.#note, this.#table.element, this.#pager);
  element = element("div", {}, this.#tiles.element, this.#list);

  constructor(node, state, first) {
    this.#node = node;
    this.#state = state;
    this.#first = first;
  }

  show(answer) {
    const known = knownOf(answer.states);
    this.#tiles.element.hidden = this.#choices.hidden = known === 0;
    this.#tiles.update(summaryOf(answer), this.#node.overview?.mining.is_paused ?? false);
    replaceContent(this.#choices, stateLinks(answer.states, this.#state));
    replaceContent(this.#note, this.#noteOf(answer, known));
    this.#table.element.hidden = answer.workers.length === 0;
    this.#table.update(answer.workers);
    replaceContent(this.#pager, pager(addressOf(this.#state),
      { first: this.#first, shown: answer.workers.length, all: answer.count, step: STEP },
      { before: "Faster ones", after: "Slower ones" }));
  }

  #noteOf({ port, count: all }, known) {
    if (port === null)
      return emptyNote("This node has no place where workers on other machines may join. It has one when it is started "
        + "with --stratum PORT.");
    if (known === 0) return noWorkers(port);
    return all === 0 ? emptyNote(`No worker is ${this.#state}.`) : null;
  }
}

/** @param {import("./node_data.js").NodeData} node @param {URLSearchParams} query */
export async function workersPage(node, query) {
  const state = STATES.includes(query.get("state")) ? query.get("state") : null;
  const first = firstOf(query);
  const load = () => ask("workers", { count: STEP, first, ...(state === null ? {} : { state }) });
  try {
    const view = new WorkersView(node, state, first);
    view.show(await load());
    let isClosed = false;
    const refresh = async () => {
      const newer = await load().catch(() => null);
      if (isClosed) return;
      if (newer !== null) view.show(newer);
      timer = setTimeout(refresh, AGAIN_MS);
    };
    let timer = setTimeout(refresh, AGAIN_MS);
    return { title: "Workers – ChainCore",
      close: () => {
        isClosed = true;
        clearTimeout(timer);
      },
      element: element("div", {}, element("div", { class: "title" }, heading("Workers"),
        element("p", { class: "muted" }, "Other machines that search for this node.")), view.element) };
  } catch (error) {
    return failurePage("list of workers", PAGE, error);
  }
}
