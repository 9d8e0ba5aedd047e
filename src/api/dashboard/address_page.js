// SPDX-License-Identifier: MIT
// The page of an address: what it holds, and its history.
import { ask } from "./api.js";
import { ageOf } from "./clock.js";
import { badge, element, foreign, replaceContent } from "./element.js";
import { amount, count } from "./format.js";
import { heightLink, pageAddress, transactionLink } from "./links.js";
import { failurePage } from "./missing_page.js";
import { firstOf, pager } from "./pager.js";
import { emptyNote, facts, panel } from "./panel.js";
import { heading } from "./router.js";
import { Table } from "./table.js";

const STEP = 50;

function kindOf({ is_coinbase, spent }) {
  if (is_coinbase) return "mined";
  return spent > 0 ? "sent" : "received";
}

/** What came in less what went out, with its sign. */
function change({ received, spent }) {
  const difference = received - spent;
  return element("span", { class: difference < 0 ? "minus" : "plus" },
    `${difference < 0 ? "−" : "+"}${amount(Math.abs(Number(difference.toFixed(8))))}`);
}

const historyTable = () => new Table("Transactions of this address, newest first", [
  { title: "Transaction", cell: ({ tx_id }) => transactionLink(tx_id, 14) },
  { title: "Kind", cell: (entry) => kindOf(entry) },
  { title: "Block", kind: "number wide", cell: ({ height }) => heightLink(height) },
  { title: "Age", kind: "number", cell: ({ timestamp }) => ageOf(timestamp) },
  { title: "Change", kind: "number", cell: change },
], ({ tx_id }) => tx_id);

const pendingTable = () => new Table("Transactions of this address that wait for a block", [
  { title: "Transaction", cell: ({ tx_id }) => transactionLink(tx_id, 14) },
  { title: "Change", kind: "number", cell: change },
], ({ tx_id }) => tx_id);

class AddressView {
  #name;
  #facts = element("div");
  #history = historyTable();
  #pending = pendingTable();
  #none = emptyNote("No block has a transaction of this address.");
  #pager = element("div");
  #waiting = panel("Waiting for a block", {}, this.#pending.element);
  element = element("div", {}, panel("Balance", {}, this.#facts), this.#waiting,
    panel("History", {}, this.#none, this.#history.element, this.#pager));

  constructor(name) {
    this.#name = name;
  }

  show(account, first) {
    replaceContent(this.#facts, facts([
      ["Balance", element("strong", {}, amount(account.balance))],
      ["Coins", count(account.coins)],
      ["Received, ever", amount(account.received)],
      ["Spent, ever", amount(account.spent)],
      ["Transactions", count(account.transactions)],
      ["Blocks mined", count(account.mined_blocks)],
    ]));
    this.#waiting.hidden = account.pending.length === 0;
    this.#pending.update(account.pending.slice(0, STEP));
    this.#none.hidden = account.history.length > 0;
    this.#history.element.hidden = account.history.length === 0;
    this.#history.update(account.history);
    replaceContent(this.#pager, pager(pageAddress("address", this.#name),
      { first, shown: account.history.length, all: account.transactions, step: STEP },
      { before: "Newer ones", after: "Older ones" }));
  }
}

/** @param {import("./node_data.js").NodeData} node @param {string} name @param {URLSearchParams} query */
export async function addressPage(node, name, query) {
  const first = firstOf(query);
  const load = () => ask(`address/${encodeURIComponent(name)}`, { count: STEP, first });
  try {
    const account = await load();
    const view = new AddressView(name);
    view.show(account, first);
    let look = `${node.overview?.chain.tip_hash} ${node.overview?.mempool.transactions}`;
    const refresh = async () => {
      const newLook = `${node.overview?.chain.tip_hash} ${node.overview?.mempool.transactions}`;
      if (newLook === look) return;
      look = newLook;
      await load().then((newer) => view.show(newer, first)).catch(() => {});
    };
    return { title: "Address – ChainCore", close: node.subscribe(refresh),
      element: element("div", {}, element("div", { class: "title" },
        heading("Address", account.is_ours ? badge("ours", "ours") : null),
        element("p", {}, foreign(account.address, "mono"))), view.element) };
  } catch (error) {
    return failurePage("address", name, error);
  }
}
