// SPDX-License-Identifier: MIT
// The state of the connection, and what is wrong with the node, in a line over the page.
import { element, setText } from "./element.js";
import { clock } from "./format.js";

const WORDS = { connecting: "connecting…", live: "live", reconnecting: "reconnecting…", polling: "polling" };
const MEANINGS = {
  connecting: "The node has not answered yet.",
  live: "News come as they happen.",
  reconnecting: "The connection for news broke; it is made again.",
  polling: "The node has no place for another reader of news: it is asked every 5 seconds.",
};

/** A word and a sign for how news come. */
export class LivePill {
  #word = element("span");
  element = element("span", { class: "pill", role: "status" },
    element("span", { class: "dot", "aria-hidden": "true" }), this.#word);

  /** @param {import("./live.js").LiveState} state */
  show(state) {
    this.element.dataset.state = state;
    this.element.title = MEANINGS[state];
    setText(this.#word, WORDS[state]);
  }
}

function troubleOf(node) {
  if (node.isGone)
    return ["bad", node.overview === null ? "The node does not answer. It is asked again every few seconds." :
      `The node does not answer since ${clock(node.heardAt)}. It is asked again every few seconds; `
      + "the page shows what was known then."];
  if (node.overview?.node.state === "store_failed")
    return ["bad", "The node's store has failed: it takes no blocks and no transactions. Its log says why; "
      + "it has to be started again."];
  if (node.overview?.node.state === "starting") return ["warn", "The node is starting."];
  return null;
}

/** Empty and unseen while all is well. */
export class NodeBanner {
  #text = element("p");
  element = element("div", { class: "banner", role: "status" }, this.#text);

  /** @param {import("./node_data.js").NodeData} node */
  show(node) {
    const trouble = troubleOf(node);
    this.element.classList.toggle("shown", trouble !== null);
    this.element.dataset.kind = trouble?.[0] ?? "";
    setText(this.#text, trouble?.[1] ?? "");
  }
}
