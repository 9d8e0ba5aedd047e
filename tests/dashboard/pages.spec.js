// SPDX-License-Identifier: MIT
// The pages of a block, a transaction and an address, and what stands where there is none.
import { expect, open, part, test } from "./fixtures.js";

const h1 = (page) => page.getByRole("heading", { level: 1 });

test("a block says what the API says, and leads to its neighbours", async ({ page, network }) => {
  const block = await network.miner.get("api/v1/block/1");  // from before any payment
  await open(page, "#/block/1");
  await expect(h1(page)).toHaveText("Block 1");
  const facts = part(page, "Facts");
  for (const text of [block.hash, block.previous_hash, block.miner, block.merkle_root, block.nonce])
    await expect(facts).toContainText(text);
  await expect(part(page, "1 transaction")).toContainText(block.transaction_list[0].tx_id.slice(0, 24));
  await expect(part(page, "1 transaction")).toContainText("coinbase");
  await page.getByRole("link", { name: "Block 2 →" }).click();
  await expect(h1(page)).toHaveText("Block 2");
  await page.goto(`/#/block/${block.hash}`);
  await expect(h1(page)).toHaveText("Block 1");
  await open(page, "#/block/0");
  await expect(page.getByRole("link", { name: "← Block" })).toHaveCount(0);
});

test("a transaction says who pays whom, and leads to its block and its payee", async ({ page, network }) => {
  const transaction = await network.miner.get(`api/v1/tx/${network.payment}`);
  await open(page, `#/tx/${network.payment}`);
  await expect(part(page, "Facts")).toContainText(`confirmed in block ${transaction.height}, `);
  await expect(part(page, "Facts")).toContainText(transaction.tx_id);
  await expect(part(page, "Facts")).toContainText("Fee0.001");
  const coins = part(page, "Coins");
  await expect(coins.locator("li", { hasText: network.payee })).toContainText("12.5");
  await expect(coins.locator(".side").first()).toContainText(transaction.inputs[0].address);
  await coins.getByRole("link", { name: network.payee }).click();
  await expect(h1(page)).toHaveText("Address");
  await page.goBack();
  await part(page, "Facts").getByRole("link", { name: transaction.block_hash }).click();
  await expect(h1(page)).toHaveText(`Block ${transaction.height}`);
});

test("an address says what it holds, and its history goes on page by page", async ({ page, network }) => {
  const { mining } = await network.miner.overview();
  await open(page, `#/address/${network.payee}`);
  const account = await network.miner.get(`api/v1/address/${network.payee}`);
  await expect(part(page, "Balance")).toContainText(`Balance${account.balance}`);
  await expect(part(page, "History").locator("tbody tr")).toHaveCount(account.history.length);
  await expect(h1(page)).toHaveText("Address");
  await open(page, `#/address/${mining.address}`);
  await expect(h1(page)).toHaveText("Addressours");
  const ours = await network.miner.get(`api/v1/address/${mining.address}?count=1&first=2`);
  await open(page, `#/address/${mining.address}?first=2`);
  await expect(part(page, "History").locator("tbody tr").first()).toContainText(ours.history[0].tx_id.slice(0, 14));
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(pages).toContainText(`3 to ${Math.min(52, ours.transactions)} of ${ours.transactions}`);
  await page.getByRole("link", { name: "Newer ones" }).click();
  if (ours.transactions > 50) await expect(pages).toContainText(`1 to 50 of ${ours.transactions}`);
  else await expect(pages).toHaveCount(0);
});

test("an address that nobody used is empty", async ({ page }) => {
  await open(page, "#/address/1KcYTrkDyyYgb1YMdhx4EY9MpAYDvRNhmV");
  await expect(part(page, "Balance")).toContainText("Balance0Coins0");
  await expect(part(page, "History")).toContainText("No block has a transaction of this address.");
});

test("a page that there is not says so", async ({ page }) => {
  await open(page, "#/nowhere/at/all");
  await expect(h1(page)).toHaveText("No such page");
  await page.getByRole("link", { name: "Back to the overview" }).click();
  await expect(h1(page)).toHaveText("miner");
});

test.describe("what the node does not know", () => {
  test.use({ expectedComplaint: /status of 40[04]/ });

  test("is named, with the reason", async ({ page }) => {
    await open(page);
    for (const [hash, title] of [["#/block/999999", "No such block"], [`#/block/${"ab".repeat(32)}`, "No such block"],
      [`#/tx/${"ab".repeat(32)}`, "No such transaction"], ["#/tx/%3Cb%3E", "No such transaction"],
      ["#/block/-1", "No such block"]]) {
      await page.goto(`/${hash}`);
      await expect(page.locator("main")).toContainText(decodeURIComponent(hash.split("/").at(-1)));
      await expect(h1(page)).toHaveText(title);
      await expect(page.locator("main p.muted")).not.toBeEmpty();
    }
  });
});
