// SPDX-License-Identifier: MIT
// Everything can be reached and used by keyboard, and one sees where one is.
import { expect, open, part, test } from "./fixtures.js";

const focused = (page) => page.locator(":focus");

/** How the focus shows: an outline that has a width. */
const isMarked = (page) => page.evaluate(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
});

test("the first key leads past the header", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Tab");
  await expect(focused(page)).toHaveText("Skip to the content");
  await expect(focused(page)).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await expect(page).toHaveURL(/#\/$/);
});

test("each link and button of the overview is a stop, and is marked", async ({ page }) => {
  await open(page);
  await expect(part(page, "Peers").locator("tbody tr").first()).toBeVisible();
  const stops = await page.locator("a:visible, button:visible, input:visible, summary:visible").count();
  const seen = new Set();
  for (let i = 0; i < stops; ++i) {
    await page.keyboard.press("Tab");
    expect(await isMarked(page), `stop ${i}`).toBe(true);
    seen.add(await focused(page).evaluate((element) => [...document.querySelectorAll("*")].indexOf(element)));
  }
  expect(seen.size).toBe(stops);
});

test("/ goes to the search, what is found to its heading, and a block from there to the next", async ({ page }) => {
  await open(page);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("4/");
  await expect(page.getByRole("searchbox")).toHaveValue("4/");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Block 4");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.getByRole("link", { name: "Block 5 →" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Block 5");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("a link keeps the focus while news redraw what is around it", async ({ page, network }) => {
  await open(page);
  const link = part(page, "Last blocks").locator("tbody tr").nth(2).getByRole("link").first();
  const name = await link.innerText();
  await link.focus();
  await network.working(() => expect(part(page, "Last blocks").locator("tbody tr").nth(2)).not.toContainText(name));
  await expect(focused(page)).toHaveText(name);
});

test("the time shown and the colours are chosen by key", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "6 h" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "6 h" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Colours" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Colours: light" })).toBeFocused();
});
