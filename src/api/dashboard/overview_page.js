// SPDX-License-Identifier: MIT
// The first page: how the node is, from its hash rate to its peers.
import { BlockTimePanel } from "./block_time_panel.js";
import { BlocksPanel } from "./blocks_panel.js";
import { badge, element, foreign, replaceContent, setText } from "./element.js";
import { uptime } from "./format.js";
import { HashRatePanel } from "./hash_rate_panel.js";
import { MinersPanel } from "./miners_panel.js";
import { PeersPanel } from "./peers_panel.js";
import { ReorgsPanel } from "./reorgs_panel.js";
import { heading } from "./router.js";
import { SummaryPanel } from "./summary_panel.js";
import { WorkersPanel } from "./workers_panel.js";

const KINDS = { ready: "good", starting: "warn", store_failed: "bad" };

/** Who the node is and since when. */
class Title {
  #name = element("span");
  #state = element("span");
  #network = element("span");
  #uptime = element("span");
  #software = element("span");
  #lookText = "";
  element = element("div", { class: "title" }, heading(this.#name),
    element("p", { class: "muted" }, this.#state, this.#network, this.#uptime, this.#software));

  update({ node_id, state, network, uptime: seconds, software }) {
    setText(this.#uptime, `up ${uptime(seconds)}`);
    const lookText = [node_id, state, network, software].join("\n");
    if (lookText === this.#lookText) return;
    this.#lookText = lookText;
    replaceContent(this.#name, foreign(node_id));
    replaceContent(this.#state, badge(state.replace("_", " "), KINDS[state]));
    replaceContent(this.#network, foreign(network), " network");
    replaceContent(this.#software, foreign(software));
  }
}

/** @param {import("./node_data.js").NodeData} node whose overview is known @returns {import("./router.js").Page} */
export function overviewPage(node) {
  const title = new Title();
  const summary = new SummaryPanel();
  const workers = new WorkersPanel();
  const hashRate = new HashRatePanel(node);
  const blockTimes = new BlockTimePanel();
  const blocks = new BlocksPanel();
  const miners = new MinersPanel();
  const peers = new PeersPanel();
  const reorgs = new ReorgsPanel();
  let shownBlocks = null;
  const update = () => {
    const known = node.blocks ?? [];
    title.update(node.overview.node);
    summary.update(node.overview, known);
    workers.update(node.overview);
    hashRate.update();
    reorgs.update(node.overview.chain.reorgs);
    if (node.blocks === shownBlocks) return;  // which is null until they are known
    shownBlocks = node.blocks;
    for (const part of [blockTimes, blocks, miners]) part.update(known);
  };
  update();
  const unsubscribe = node.subscribe(update);
  return { title: `${node.overview.node.node_id} – ChainCore`,
    element: element("div", {}, title.element, summary.element, workers.element,
      element("div", { class: "columns" },
        element("div", {}, hashRate.element, blocks.element),
        element("div", {}, blockTimes.element, miners.element, reorgs.element)), peers.element),
    close: () => {
      unsubscribe();
      for (const part of [hashRate, blockTimes, peers]) part.close();
    } };
}
