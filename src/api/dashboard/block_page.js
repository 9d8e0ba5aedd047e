// SPDX-License-Identifier: MIT
// The page of one block.
import { ask } from "./api.js";
import { ageOf } from "./clock.js";
import { element, setText } from "./element.js";
import { bytes, count, counted, moment } from "./format.js";
import { heightLink, minerOf, pageAddress, wholeBlockLink } from "./links.js";
import { failurePage } from "./missing_page.js";
import { firstOf, pager } from "./pager.js";
import { facts, panel } from "./panel.js";
import { heading } from "./router.js";
import { transactionCard } from "./transaction_card.js";

const STEP = 500;  // transactions in an answer

const mono = (text) => element("span", { class: "mono" }, text);

function factsOf(block, confirmations) {
  return facts([
    ["Hash", mono(block.hash)],
    ["Block before", block.height === 0 ? null : wholeBlockLink(block.previous_hash)],
    ["Mined for", minerOf(block)],
    ["Time", element("span", {}, moment(block.timestamp), " (", ageOf(block.timestamp), " ago)")],
    ["Here since", moment(block.received_at)],
    ["Confirmations", confirmations],
    ["Difficulty", String(block.difficulty)],
    ["Nonce", mono(block.nonce)],
    ["Transactions", count(block.transactions)],
    ["Size", bytes(block.size)],
    ["Merkle root", mono(block.merkle_root)],
  ]);
}

function neighbours({ height }, length) {
  const to = (other, text) => element("a", { class: "button", href: pageAddress("block", other) }, text);
  return element("nav", { class: "pager", "aria-label": "Neighbouring blocks" },
    height > 0 ? to(height - 1, `← Block ${count(height - 1)}`) : null,
    height + 1 < length ? to(height + 1, `Block ${count(height + 1)} →`) : null);
}

function listOf(block, name) {
  const list = block.transaction_list;
  return panel(counted(block.transactions, "transaction"), {}, list.map(transactionCard),
    pager(pageAddress("block", name), { first: block.first_transaction, shown: list.length, all: block.transactions,
      step: STEP }, { before: "Earlier ones", after: "Later ones" }));
}

/**
 * @param {import("./node_data.js").NodeData} node
 * @param {string} name a height or a hash
 * @param {URLSearchParams} query
 */
export async function blockPage(node, name, query) {
  try {
    const block = await ask(`block/${encodeURIComponent(name)}`, { first: firstOf(query) });
    const confirmations = element("span", {}, count(block.confirmations));
    const links = element("div", {}, neighbours(block, block.height + block.confirmations));
    const close = node.subscribe(() => {
      if (node.length > block.height) setText(confirmations, count(node.length - block.height));
      if (node.length > block.height + 1 && links.querySelector("a:last-child")?.textContent.startsWith("←"))
        links.replaceChildren(neighbours(block, node.length));
    });
    return { title: `Block ${count(block.height)} – ChainCore`, close,
      element: element("div", {},
        element("div", { class: "title row" }, heading("Block ", heightLink(block.height)), links),
        panel("Facts", {}, factsOf(block, confirmations)), listOf(block, name)) };
  } catch (error) {
    return failurePage("block", name, error);
  }
}
