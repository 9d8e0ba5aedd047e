// SPDX-License-Identifier: MIT
// A transaction: what it spends, whom it pays.
import { badge, element } from "./element.js";
import { amount, bytes, count } from "./format.js";
import { addressLink, transactionLink } from "./links.js";

const SHOWN = 100;

const line = ({ address, amount: value }, origin = null) =>
  element("li", {}, element("span", {}, addressLink(address), origin),
    element("span", { class: "amount" }, amount(value)));

const originOf = ({ tx_id, output_index }) =>
  element("small", { class: "muted" }, `output ${output_index} of `, transactionLink(tx_id, 12));

function side(title, entries, lineOf, emptyText) {
  const more = entries.length > SHOWN
    ? element("li", { class: "muted" }, `and ${count(entries.length - SHOWN)} more`) : null;
  return element("div", { class: "side" }, element("h3", {}, title), entries.length === 0
    ? element("p", { class: "muted" }, emptyText)
    : element("ul", {}, entries.slice(0, SHOWN).map(lineOf), more));
}

/** What goes in and what comes out, side by side. */
export function coinFlow(transaction) {
  return element("div", { class: "flow" },
    side("Spends", transaction.inputs, (input) => line(input, originOf(input)),
      transaction.is_coinbase ? "New coins and the fees of the block" : "Nothing"),
    side("Pays", transaction.outputs, (output) => line(output), "Nobody"));
}

/** @param {Object} transaction of a block */
export function transactionCard(transaction) {
  const fee = transaction.fee === null ? null : `fee ${amount(transaction.fee)}`;
  return element("article", { class: "card" },
    element("header", {}, transactionLink(transaction.tx_id, 24),
      transaction.is_coinbase ? badge("coinbase") : null,
      element("span", { class: "muted" }, [bytes(transaction.size), fee].filter((text) => text !== null).join(", "))),
    coinFlow(transaction));
}
