// SPDX-License-Identifier: MIT
// Light and dark, a desktop and a phone: each page passes axe's rules and fits its window; pictures are kept.
import { faultsOf } from "./axe.js";
import { expect, open, part, picture, sidewaysPixels, test } from "./fixtures.js";

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1360, height: 900 };

const pagesOf = ({ payment, payee }) => ({ overview: "#/", block: "#/block/3", transaction: `#/tx/${payment}`,
  address: `#/address/${payee}`, nothing: "#/search/nonsense" });

const groundOf = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

for (const name of ["overview", "block", "transaction", "address", "nothing"])
  test(`${name} in light and dark, on a desktop and a phone`, async ({ page, network }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open(page, pagesOf(network)[name]);
    if (name === "overview") await expect(part(page, "Peers").locator("tbody tr").first()).toBeVisible();
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(DESKTOP);
      expect(await faultsOf(page), colorScheme).toEqual([]);
      await picture(page, `${name}-${colorScheme}`);
      await page.setViewportSize(PHONE);
      await expect.poll(() => sidewaysPixels(page)).toBeLessThanOrEqual(0);
      await picture(page, `${name}-${colorScheme}-phone`);
    }
  });

test("on a phone the overview passes axe's rules, too", async ({ page }) => {
  await page.setViewportSize(PHONE);
  await open(page);
  await page.getByText("These figures as a table").click();
  expect(await faultsOf(page)).toEqual([]);
  expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
});

test("the colours are the system's until the switch says otherwise, which is remembered", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page);
  const light = await groundOf(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => groundOf(page)).not.toBe(light);
  const dark = await groundOf(page);
  await page.getByRole("button", { name: "Colours: as the system" }).click();
  expect(await groundOf(page)).toBe(light);
  await page.reload();
  await expect(page.getByRole("button", { name: "Colours: light" })).toBeVisible();
  expect(await groundOf(page)).toBe(light);
  await page.getByRole("button", { name: "Colours: light" }).click();
  await page.getByRole("button", { name: "Colours: dark" }).click();
  expect(await groundOf(page)).toBe(dark);
});

test("who wants no motion sees none", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  const row = part(page, "Last blocks").locator("tbody tr").first();
  await row.evaluate((element) => element.classList.add("fresh"));
  expect(await row.evaluate((element) => getComputedStyle(element).animationName)).toBe("none");
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect(await row.evaluate((element) => getComputedStyle(element).animationName)).toBe("fresh");
});
