// SPDX-License-Identifier: MIT
// News reach the page without a reload, and what it holds does not grow with them.
import { expect, open, part, test, tile } from "./fixtures.js";

const height = async (page) => Number(await tile(page, "Tip").locator(".figure").innerText());

test("a new block arrives by itself", async ({ page, network }) => {
  await open(page);
  await page.evaluate(() => (window.isTheSamePage = true));
  const before = await height(page);
  await network.working(async () => {
    await expect.poll(() => height(page)).toBeGreaterThan(before + 3);
    await expect(tile(page, "Hash rate").locator(".figure")).toHaveText(/^[1-9]\d*\.\d [kMG]H\/s$/);
  });
  const { blocks } = await network.miner.get("api/v1/blocks?count=1");
  await expect(part(page, "Last blocks").locator("tbody tr").first()).toContainText(blocks[0].hash.slice(0, 14));
  await expect(tile(page, "Hash rate").locator(".figure")).toHaveText("paused");
  expect(await page.evaluate(() => window.isTheSamePage)).toBe(true);
});

test("a payment that waits is confirmed under the reader's eyes", async ({ page, network }) => {
  const id = await network.pay("0.25");
  await open(page, `#/tx/${id}`);
  await expect(page.locator(".facts")).toContainText("waiting for a block");
  await network.working(() => expect(page.locator(".facts")).toContainText(/confirmed in block \d+, \d+ confirmation/));
});

test("the confirmations of a block and the history of an address go on", async ({ page, network }) => {
  const { chain, mining } = await network.miner.overview();
  await open(page, `#/block/${chain.length - 1}`);
  const facts = part(page, "Facts");
  await expect(facts).toContainText("Confirmations1");
  await network.working(() => expect(facts).toContainText(/Confirmations([2-9]|\d\d)/));
  await expect(page.getByRole("link", { name: `Block ${chain.length} →` })).toBeVisible();
  await open(page, `#/address/${mining.address}`);
  const first = part(page, "History").locator("tbody tr").first().getByRole("link").first();
  const before = await first.innerText();
  await network.working(() => expect(first).not.toHaveText(before));
});

/** What the browser holds, on the page or forgotten by it but not by somebody's list. */
async function held(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  return session.send("Memory.getDOMCounters");
}

test("going back and forth leaves nothing behind", async ({ page }) => {
  await open(page);
  // No locators here: those of Playwright hold what they have found.
  const visit = async () => {
    await page.evaluate(() => (location.hash = "#/block/1"));
    await page.waitForFunction(() => document.querySelector("h1").textContent === "Block 1");
    await page.evaluate(() => (location.hash = "#/"));
    await page.waitForFunction(() => document.querySelectorAll("canvas").length === 3);
  };
  const visits = async (count) => {
    for (let i = 0; i < count; ++i) await visit();
  };
  await visits(3);
  const before = await held(page);
  await visits(9);
  await expect.poll(async () => (await held(page)).nodes).toBeLessThan(before.nodes * 2);
  await expect.poll(async () => (await held(page)).jsEventListeners).toBeLessThan(before.jsEventListeners * 2);
});
