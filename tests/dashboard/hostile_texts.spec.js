// SPDX-License-Identifier: MIT
// Whatever strangers write stays text, and stays in its place.
import { alter, expect, part, sidewaysPixels, test, withoutStream } from "./fixtures.js";

test.use({ expectedComplaint: /status of (503|404)/, viewport: { width: 360, height: 740 } });

const MARKUP = `<img src="x" onerror="window.isTaken=true"><script>window.isTaken=true</script>`;
const ENDLESS = "W".repeat(20_000);
const TURNED = "\u202egnp.exe";

async function expectUnharmed(page) {
  expect(await page.evaluate(() => window.isTaken)).toBeUndefined();
  await expect(page.locator(`main img, main script, main iframe, main [onerror]`)).toHaveCount(0);
  expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
}

const h1 = (page) => page.getByRole("heading", { level: 1 });

test("names of nodes, devices, miners and peers", async ({ page }) => {
  await withoutStream(page);
  await alter(page, "**/api/v1/overview", (overview) => {
    Object.assign(overview.node, { node_id: MARKUP, software: MARKUP, network: ENDLESS });
    for (const device of overview.mining.devices)
      Object.assign(device, { device: MARKUP, kernel: MARKUP, backend: ENDLESS });
    overview.mining.address = ENDLESS;
    return overview;
  });
  await alter(page, "**/api/v1/hashrate?*", (record) => {
    for (const device of record.devices) device.device = MARKUP;
    return record;
  });
  await alter(page, "**/api/v1/blocks?*", (answer) => {
    [MARKUP, ENDLESS, TURNED, ""].forEach((miner, i) => (answer.blocks[i].miner = miner));
    answer.blocks[4].hash = MARKUP;
    return answer;
  });
  await alter(page, "**/api/v1/peers", (answer) => ({ ...answer, peers: [MARKUP, ENDLESS, TURNED].flatMap((text, i) => [
    { ...answer.peers[0], url: `http://${i}${text}`, node_id: text },
    { ...answer.peers[0], url: `http://host${i}:5000`, node_id: text, state: text }]) }));
  await page.goto("/");
  await expect(h1(page)).toHaveText(MARKUP);
  await expect(part(page, "Peers").locator("tbody tr")).toHaveCount(6);
  await expect(part(page, "Peers")).toContainText(MARKUP);
  await expect(part(page, "Last blocks").locator("tbody tr").first()).toContainText(MARKUP);
  expect((await page.locator("main").innerText()).length).toBeLessThan(ENDLESS.length);
  await expectUnharmed(page);
});

test("a block, a transaction and an address", async ({ page }) => {
  await alter(page, "**/api/v1/block/*", (block) => {
    const [first] = block.transaction_list;
    Object.assign(first, { tx_id: MARKUP,
      inputs: [{ tx_id: MARKUP, output_index: 0, address: MARKUP, amount: 1e300 }] });
    first.outputs = [MARKUP, ENDLESS, TURNED].map((address, index) => ({ index, address, amount: 1e-12 }));
    return { ...block, miner: ENDLESS, merkle_root: MARKUP, nonce: ENDLESS, timestamp: 1e300 };
  });
  await page.goto("/#/block/2");
  await expect(h1(page)).toHaveText("Block 2");
  await expect(page.locator("main")).toContainText(MARKUP);
  await expect(page.locator("main")).toContainText("1e+300");
  await expectUnharmed(page);
  await alter(page, "**/api/v1/address/*", (account) => ({ ...account, address: MARKUP, balance: 1e300,
    pending: [{ tx_id: MARKUP, received: 1, spent: 0 }],
    history: [{ tx_id: ENDLESS, height: 1, block_hash: MARKUP, timestamp: -1e300, received: 0, spent: 3,
      is_coinbase: false }] }));
  await page.goto(`/#/address/${encodeURIComponent(MARKUP).slice(0, 120)}`);
  await expect(h1(page)).toHaveText("Address");
  await expect(page.locator("main")).toContainText(MARKUP);
  await expectUnharmed(page);
});

test("what is searched, what is found, and why not", async ({ page }) => {
  await page.route("**/api/v1/search?*", (route) => route.fulfill({ json: { query: MARKUP,
    results: [MARKUP, ENDLESS, TURNED].map((label) => ({ kind: "address", target: label, label })) } }));
  await page.goto(`/#/search/${encodeURIComponent(MARKUP)}`);
  await expect(h1(page)).toHaveText("Found");
  await expect(page.locator(".results li").first()).toContainText(MARKUP);
  await expectUnharmed(page);
  await page.route("**/api/v1/block/*", (route) => route.fulfill({ status: 404, json: { error: `no ${MARKUP}` } }));
  await page.goto(`/#/block/${encodeURIComponent(MARKUP)}`);
  await expect(page.locator("main")).toContainText(`no ${MARKUP}`);
  await expectUnharmed(page);
  await page.goto(`/#/${encodeURIComponent(MARKUP)}`);
  await expect(h1(page)).toHaveText("No such page");
  await expectUnharmed(page);
});
