// SPDX-License-Identifier: MIT
// Links to blocks, transactions and addresses, cut short where they are long.
import { badge, element } from "./element.js";
import { brief, count } from "./format.js";

/** The address of a page of the dashboard. @param {...string|number} parts */
export const pageAddress = (...parts) => `#/${parts.map((part) => encodeURIComponent(part)).join("/")}`;

const link = (href, text, className, title) => element("a", { href, class: className, title }, text);

export const heightLink = (height) => link(pageAddress("block", height), count(height), "number");
export const blockLink = (hash, digits) => link(pageAddress("block", hash), brief(hash, digits), "mono", hash);
export const wholeBlockLink = (hash) => blockLink(hash, hash.length);
export const transactionLink = (id, digits) => link(pageAddress("tx", id), brief(id, digits), "mono", id);

/** null: nobody knows whose it is. An empty one has no page. */
export function addressLink(address) {
  if ((address ?? "") === "") return element("span", { class: "muted" }, "unknown");
  const shown = brief(address, 128);
  return link(pageAddress("address", address), element("bdi", {}, shown), "mono cut", shown);
}

/** Whom a block was mined for, with a word where that is us. */
export const minerOf = (block) =>
  element("span", { class: "miner" }, addressLink(block.miner), block.is_ours ? badge("ours", "ours") : null);
