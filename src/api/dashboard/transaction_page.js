// SPDX-License-Identifier: MIT
// The page of one transaction.
import { ask } from "./api.js";
import { ageOf } from "./clock.js";
import { badge, element, replaceContent } from "./element.js";
import { amount, bytes, count, counted, moment } from "./format.js";
import { heightLink, wholeBlockLink } from "./links.js";
import { failurePage } from "./missing_page.js";
import { facts, panel } from "./panel.js";
import { heading } from "./router.js";
import { coinFlow } from "./transaction_card.js";

const isPending = (transaction) => transaction.state === "pending";

function stateOf(transaction, length) {
  if (isPending(transaction)) return element("span", {}, badge("waiting", "warn"), " for a block to take it");
  const confirmations = Math.max(transaction.confirmations, length - transaction.height);
  return element("span", {}, badge("confirmed", "good"), " in block ", heightLink(transaction.height), ", ",
    counted(confirmations, "confirmation"));
}

const factsOf = (transaction, length) => facts([
  ["State", stateOf(transaction, length)],
  ["Id", element("span", { class: "mono" }, transaction.tx_id)],
  ["Block", transaction.block_hash === null ? null : wholeBlockLink(transaction.block_hash)],
  ["Place in the block", transaction.position === null ? null : count(transaction.position)],
  ["Time", element("span", {}, moment(transaction.timestamp), " (", ageOf(transaction.timestamp), " ago)")],
  ["Pays in all", amount(transaction.received)],
  ["Fee", transaction.fee === null ? null : amount(transaction.fee)],
  ["Size", bytes(transaction.size)],
]);

const titleOf = (transaction) => (transaction.is_coinbase ? "Coinbase transaction" : "Transaction");

/** @param {import("./node_data.js").NodeData} node @param {string} id */
export async function transactionPage(node, id) {
  try {
    let transaction = await ask(`tx/${encodeURIComponent(id)}`);
    let length = node.length;
    const place = element("div", {}, factsOf(transaction, length));
    const refresh = async () => {
      if (node.length === length) return;
      length = node.length;
      if (isPending(transaction)) transaction = await ask(`tx/${encodeURIComponent(id)}`).catch(() => transaction);
      replaceContent(place, factsOf(transaction, length));
    };
    return { title: `${titleOf(transaction)} – ChainCore`, close: node.subscribe(refresh),
      element: element("div", {}, element("div", { class: "title" }, heading(titleOf(transaction))),
        panel("Facts", {}, place), panel("Coins", {}, coinFlow(transaction))) };
  } catch (error) {
    return failurePage("transaction", id, error);
  }
}
