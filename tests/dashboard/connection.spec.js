// SPDX-License-Identifier: MIT
// Where news do not come, the page asks; where the node is gone, it says so, goes on trying, and recovers.
import { expect, open, part, test, tile, withoutStream } from "./fixtures.js";

const pill = (page) => page.locator(".pill");
const banner = (page) => page.locator(".banner");
const height = async (page) => Number(await tile(page, "Tip").locator(".figure").innerText());

test.describe("no place among the readers of news", () => {
  test.use({ expectedComplaint: /status of 503/ });

  test("the page asks every few seconds, and tries the news again after half a minute", async ({ page, network }) => {
    await page.clock.install();
    await withoutStream(page);
    await page.goto("/");
    await expect(pill(page)).toHaveText("polling");
    await expect(banner(page)).toBeHidden();
    const before = await height(page);
    await network.working(async () => {
      await expect.poll(async () => (await network.miner.overview()).chain.length).toBeGreaterThan(before + 2);
      await page.clock.fastForward(5_000);
      await expect.poll(() => height(page)).toBeGreaterThan(before);
    });
    await page.unroute("**/api/v1/events");
    await expect(pill(page)).toHaveText("polling");
    await page.clock.fastForward(30_000);
    await expect(pill(page)).toHaveText("live");
  });
});

test.describe("a node that stops", () => {
  test.use({ expectedComplaint: /ERR_|Failed to load resource/ });

  test("is missed, and the page recovers when it is back", async ({ page, network }) => {
    const { peer } = network;
    await page.goto(peer.url);
    await expect(pill(page)).toHaveText("live");
    await expect(part(page, "Last blocks").locator("tbody tr").first()).toBeVisible();
    await page.evaluate(() => (window.isTheSamePage = true));
    await peer.stop();
    await expect(pill(page)).toHaveText("reconnecting…");
    await expect(banner(page)).toContainText("The node does not answer since");
    await page.evaluate(() => (location.hash = "#/block/2"));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("The block cannot be shown now");
    await peer.start();
    await network.rest();
    await expect(pill(page)).toHaveText("live");
    await expect(banner(page)).toBeHidden();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Block 2");
    await page.evaluate(() => (location.hash = "#/"));
    const { chain } = await peer.overview();
    await expect(tile(page, "Tip")).toContainText(String(chain.length - 1));
    expect(await page.evaluate(() => window.isTheSamePage)).toBe(true);
  });
});

test("the state of the connection is told to those who do not see it", async ({ page }) => {
  await open(page);
  await expect(pill(page)).toHaveAttribute("role", "status");
  await expect(banner(page)).toHaveAttribute("role", "status");
});
