// SPDX-License-Identifier: MIT
// What is shown where there is nothing, or something is wrong. The node's answers are altered, since a node of the
// test's own has a chain, devices and peers.
import { alter, expect, part, test, tile, withoutStream } from "./fixtures.js";

test.use({ expectedComplaint: /status of 503/ });

async function openAltered(page, change) {
  await withoutStream(page);
  await alter(page, "**/api/v1/overview", change);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

test("no genesis yet", async ({ page }) => {
  await alter(page, "**/api/v1/blocks?*", () => ({ length: 0, blocks: [] }));
  await openAltered(page, (overview) => ({ ...overview, chain: { length: 0, difficulty: 4, reorgs: 0 } }));
  await expect(tile(page, "Tip")).toContainText("no block yet");
  await expect(part(page, "Last blocks")).toContainText("There is no block yet.");
  await expect(part(page, "Time between blocks")).toContainText("It takes two blocks");
  await expect(part(page, "Miners of the last blocks")).toContainText("Nobody has mined a block yet.");
});

test("no devices", async ({ page }) => {
  const rates = { ten_seconds: 0, one_minute: 0, fifteen_minutes: 0 };
  await alter(page, "**/api/v1/hashrate?*", (record) =>
    ({ ...record, total: record.total.map(() => null), devices: [] }));
  await openAltered(page, (overview) =>
    ({ ...overview, mining: { ...overview.mining, is_mining: false, address: "", devices: [], rates } }));
  await expect(tile(page, "Hash rate")).toContainText("this node does not mine");
  await expect(part(page, "Hash rate")).toContainText("This node does not mine itself");
  await expect(part(page, "Hash rate").locator("canvas")).toHaveCount(0);
});

test("paused", async ({ page }) => {
  await openAltered(page, (overview) => ({ ...overview, mining: { ...overview.mining, is_paused: true } }));
  await expect(tile(page, "Hash rate").locator(".figure")).toHaveText("paused");
  await expect(part(page, "Hash rate")).toContainText("mining is paused");
});

test("no peers", async ({ page }) => {
  await alter(page, "**/api/v1/peers", (answer) => ({ ...answer, peers: [] }));
  await openAltered(page, (overview) => overview);
  await expect(part(page, "Peers")).toContainText("No peers are known.");
});

test("a store that has failed", async ({ page }) => {
  await openAltered(page, (overview) => ({ ...overview, node: { ...overview.node, state: "store_failed" } }));
  await expect(page.locator(".banner")).toContainText("The node's store has failed");
  await expect(page.locator(".title")).toContainText("store failed");
});

test("a node that starts", async ({ page }) => {
  await openAltered(page, (overview) => ({ ...overview, node: { ...overview.node, state: "starting" } }));
  await expect(page.locator(".banner")).toHaveText("The node is starting.");
});
