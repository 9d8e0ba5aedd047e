// SPDX-License-Identifier: MIT
// What the first page shows is what the API says.
import { expect, open, part, test, tile } from "./fixtures.js";

test("the figures are those of the API", async ({ page, network }) => {
  await open(page);
  const { node, chain, mining, mempool, peers } = await network.miner.overview();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(node.node_id);
  await expect(page.locator(".title")).toContainText(`${node.state}classic network`);
  await expect(page.locator(".title")).toContainText(node.software);
  await expect(tile(page, "Tip").locator(".figure")).toHaveText(String(chain.length - 1));
  await expect(tile(page, "Tip")).toContainText(chain.tip_hash.slice(0, 10));
  await expect(tile(page, "Difficulty")).toContainText(`Difficulty${chain.difficulty}${chain.reorgs} reorg`);
  await expect(tile(page, "Blocks found")).toContainText(
    `${mining.accepted_blocks}${mining.stale_blocks} too late, ${mining.refused_blocks} refused`);
  await expect(tile(page, "Waiting")).toContainText(`${mempool.transactions} payment`);
  await expect(tile(page, "Waiting")).toContainText(`${mempool.bytes} B`);
  await expect(tile(page, "Peers")).toContainText(`${peers.active}active of ${peers.known} known`);
  await expect(tile(page, "Chain on disk")).toContainText(/\d [kMG]?B\d+(\.\d)? [GT]B free/);
});

test("the table of blocks is the API's, with whose they are", async ({ page, network }) => {
  await open(page);
  const { blocks } = await network.miner.get("api/v1/blocks?count=16");
  const rows = part(page, "Last blocks").locator("tbody tr");
  await expect(rows).toHaveCount(Math.min(15, blocks.length));
  for (const [i, block] of blocks.slice(0, 12).entries()) {
    await expect(rows.nth(i).locator("td").first()).toHaveText(String(block.height));
    await expect(rows.nth(i)).toContainText(block.hash.slice(0, 14));
    await expect(rows.nth(i)).toContainText(block.miner);
    await expect(rows.nth(i).getByText("ours")).toHaveCount(block.is_ours ? 1 : 0);
    await expect(rows.nth(i).locator("td").nth(4)).toHaveText(String(block.transactions - 1));
  }
});

test("the miners' shares add up, and ours is the one of the API", async ({ page, network }) => {
  await open(page);
  const { blocks } = await network.miner.get("api/v1/blocks?count=200");
  const ours = blocks.filter(({ is_ours }) => is_ours).length;
  await expect(tile(page, "Our share")).toContainText(`${Math.round((100 * ours) / blocks.length)} %`);
  await expect(tile(page, "Our share")).toContainText(`${ours} of the last ${blocks.length}`);
  const rows = part(page, "Miners of the last blocks").locator("tbody tr");
  await expect(rows).toHaveCount(new Set(blocks.map(({ miner }) => miner)).size);
  const counts = await rows.locator("td:nth-child(2)").allTextContents();
  expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBe(blocks.length);
});

test("each peer is there with its health", async ({ page, network }) => {
  await open(page);
  const { peers } = await network.miner.get("api/v1/peers");
  const peer = peers.find(({ url }) => url.endsWith(`:${network.peer.port}`));
  await expect(part(page, "Peers").locator("tbody tr")).toHaveCount(peers.length);
  const row = part(page, "Peers").locator("tbody tr", { hasText: peer.url.replace("http://", "") });
  await expect(row).toContainText("peer");
  await expect(row).toContainText("active");
  await expect(row).toContainText(String(peer.length));
  await expect(row).toContainText(/\d+ ms\d+(\.\d)? %/);
});

test("the reorgs are the API's", async ({ page, network }) => {
  await open(page);
  const { reorgs } = await network.miner.get("api/v1/reorgs");
  const rows = part(page, "Reorgs").locator("tbody tr");
  await expect(rows).toHaveCount(Math.min(6, reorgs.length));
  if (reorgs.length === 0) await expect(part(page, "Reorgs")).toContainText("has only grown");
  else await expect(rows.first()).toContainText(reorgs[0].new_tip.hash.slice(0, 10));
});

test("the charts are drawn, say what they show, and have their figures in a table", async ({ page, network }) => {
  await network.working(async () => {
    await open(page);
    const panel = part(page, "Hash rate");
    await expect(panel.getByRole("img")).toHaveAttribute("aria-label", /^Hash rate over time\. Last .* on average/);
    await expect(panel.locator("figcaption")).toHaveText(/[1-9]\d*\.\d [kM]H\/s on average/);
    await panel.getByText("These figures as a table").click();
    await expect(panel.getByRole("table", { name: "Hash rate over time" }).locator("tbody tr").first()).toBeVisible();
    await expect(part(page, "Time between blocks").getByRole("img")).toHaveCount(2);
    await expect(part(page, "Time between blocks").getByRole("img").first()).toHaveAttribute("aria-label", /longest/);
    for (const canvas of await page.locator("canvas").all())
      expect(await canvas.evaluate(isDrawnOn)).toBe(true);
  });
});

function isDrawnOn(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value) => value !== 0);
}

test("another time is asked for and shown", async ({ page }) => {
  await open(page);
  const asked = page.waitForRequest((request) => request.url().includes("hashrate?seconds=86400"));
  await page.getByRole("button", { name: "24 h" }).click();
  await asked;
  await expect(page.getByRole("button", { name: "24 h" })).toHaveAttribute("aria-pressed", "true");
  await expect(part(page, "Hash rate").locator("figcaption")).toContainText("24 hours");
});
