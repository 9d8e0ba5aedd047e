// SPDX-License-Identifier: MIT
// What is typed into the box is found.
import { expect, open, test } from "./fixtures.js";

async function search(page, text) {
  await page.getByRole("searchbox").fill(text);
  await page.getByRole("searchbox").press("Enter");
}

const h1 = (page) => page.getByRole("heading", { level: 1 });

test("a height, a hash, its beginning, a transaction and an address lead to their pages", async ({ page, network }) => {
  const block = await network.miner.get("api/v1/block/5");
  await open(page);
  for (const text of ["5", block.hash, block.hash.slice(0, 16), ` ${block.hash} `]) {
    await search(page, text);
    await expect(h1(page)).toHaveText("Block 5");
    await expect(page).toHaveURL(new RegExp(`#/block/(5|${block.hash})$`));
    await page.goBack();
    await expect(h1(page)).toHaveText("miner");
  }
  await search(page, network.payment);
  await expect(page).toHaveURL(new RegExp(`#/tx/${network.payment}$`));
  await search(page, network.payee);
  await expect(page).toHaveURL(new RegExp(`#/address/${network.payee}$`));
  await expect(h1(page)).toHaveText("Address");
});

test("nonsense is not found, and stays text", async ({ page }) => {
  await open(page);
  for (const text of ["nonsense", "99999999", "<b>bold</b> & more", "%", "../../etc/passwd"]) {
    await search(page, text);
    await expect(h1(page)).toHaveText("Nothing found");
    await expect(page.locator("main .foreign").first()).toHaveText(text);
  }
});

test("several things of one name are listed", async ({ page, network }) => {
  const { hash } = await network.miner.get("api/v1/block/5");
  await page.route("**/api/v1/search*", (route) => route.fulfill({ json: { query: "00ab", results: [
    { kind: "block", target: hash, label: "block 5" },
    { kind: "address", target: network.payee, label: network.payee }] } }));
  await open(page);
  await search(page, "00ab");
  await expect(h1(page)).toHaveText("Found");
  await page.getByRole("link", { name: "block 5" }).click();
  await expect(h1(page)).toHaveText("Block 5");
});
