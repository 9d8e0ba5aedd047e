// SPDX-License-Identifier: MIT
// What every test of the dashboard has: the network, and a page of which every request and every complaint is noted.
import path from "node:path";
import { test as base, expect } from "@playwright/test";
import { Network } from "./network.js";

export { expect };

/** Complaints of the browser that a test provokes, as for an answer 404. */
export const test = base.extend({
  network: [async ({}, use) => {
    const network = new Network();
    try {
      await use(await network.start());
    } finally {
      await network.stop();
    }
  }, { scope: "worker", timeout: 90_000 }],

  /** @type {RegExp|null} what the browser may complain of in this test */
  expectedComplaint: [null, { option: true }],

  baseURL: async ({ network }, use) => use(network.miner.url),

  page: async ({ page, baseURL, network, expectedComplaint }, use) => {
    const strangers = [];
    const complaints = [];
    const complain = (text) => expectedComplaint?.test(text) || complaints.push(text);
    const homes = [network.miner.url, network.peer.url, baseURL];
    page.on("request", (request) => homes.includes(new URL(request.url()).origin) || strangers.push(request.url()));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complain(message.text()));
    page.on("pageerror", (error) => complain(String(error.stack)));
    await page.addInitScript(() => document.addEventListener("securitypolicyviolation",
      (event) => console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI}`)));
    await use(page);
    await page.unrouteAll({ behavior: "ignoreErrors" });  // what is on its way when a test ends
    expect(strangers, "requests that leave the node").toEqual([]);
    expect(complaints, "what the browser complains of").toEqual([]);
  },
});

/** Opens a page of the dashboard and waits until it is live. @param {string} hash "#/block/3" */
export async function open(page, hash = "#/") {
  await page.goto(`/${hash}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator(".pill")).toHaveText("live");
}

/** A figure of the overview by its name. */
export const tile = (page, name) => page.locator(".tile").filter({ has: page.getByText(name, { exact: true }) });

/** A part of a page by its heading. */
export const part = (page, name) => page.getByRole("region", { name, exact: true });

/** A picture beside the test's other output, for people. */
export const picture = (page, name) => page.screenshot({ fullPage: true,
  path: path.join(process.env.CHAINCORE_DASHBOARD_OUTPUT, "screenshots", `${name}.png`) });

export const sidewaysPixels = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Answers a question to the API as `change` makes of what the node says. @param {function(any): any} change */
export async function alter(page, pattern, change) {
  await page.route(pattern, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: change(await answer.json()) });
  });
}

/** The page has to ask, so that what it hears can be altered. */
export const withoutStream = (page) => page.route("**/api/v1/events", (route) =>
  route.fulfill({ status: 503, json: { error: "too many readers" }, headers: { "Retry-After": "30" } }));
