// SPDX-License-Identifier: MIT
// Workers on other machines: the card of the overview and their page. Most of what they may be takes minutes to come
// true, so that the node's answers are altered; one test has a node of its own, and a worker.
import { expect, part, picture, sidewaysPixels, test, tile, withoutStream } from "./fixtures.js";
import { Farm, PAYEE } from "./farm.js";
import { faultsOf } from "./axe.js";

test.use({ expectedComplaint: /status of 503/ });

const RATES = { one_minute: 1.5e6, fifteen_minutes: 1.4e6 };
const SHARES = { accepted: 30, stale: 1, duplicate: 0, low: 2, invalid: 0 };
const CUT_OFF = { long_line: 0, mistakes: 0, flood: 0, unauthorized: 0, backlog: 0, crowd: 0 };

const worker = (rig, state, more = {}) => ({ name: `${PAYEE}.${rig}`, payee: PAYEE, rig, from: "192.168.1.7",
  agent: "chaincore/0.1.0", state, sessions: state === "gone" ? 0 : 1, difficulty: 65536, known_for: 3725,
  since_share: 12, shares: SHARES, blocks: 2, rates: RATES, ...more });

const SOME = [worker("rig1", "searching"), worker("rig2", "silent", { since_share: 300, rates: { ...RATES,
  fifteen_minutes: 900 } }), worker("rig3", "gone", { since_share: null, rates: { one_minute: 0, fifteen_minutes: 0 } })];

const statesOf = (workers) => Object.fromEntries(["searching", "silent", "gone"].map((state) =>
  [state, workers.filter((one) => one.state === state).length]));

/** Answers as the node does, of these workers. @param {{workers: Object[], isPaused?: boolean}} farm which a test may change */
async function tellOf(page, farm) {
  await withoutStream(page);
  await page.route("**/api/v1/overview", async (route) => {
    const answer = await route.fetch();
    const [overview, states] = [await answer.json(), statesOf(farm.workers)];
    overview.mining.is_paused = farm.isPaused ?? false;
    await route.fulfill({ response: answer, json: { ...overview, workers: { port: 3333, is_resting: false,
      connected: states.searching + states.silent, silent: states.silent, gone: states.gone, accepted_shares: 1234,
      refused_shares: 5, blocks: 7, rates: RATES } } });
  });
  await page.route("**/api/v1/workers?*", (route) => {
    const query = new URL(route.request().url()).searchParams;
    const found = farm.workers.filter(({ state }) => [null, state].includes(query.get("state")));
    const first = Number(query.get("first"));
    return route.fulfill({ json: { port: 3333, is_resting: false, sessions: 2, connections: 9, cut_off: CUT_OFF,
      shares: { ...SHARES, accepted: 1234 }, blocks: 7, rates: RATES, states: statesOf(farm.workers),
      count: found.length, workers: found.slice(first, first + Number(query.get("count"))) } });
  });
}

const rows = (page) => part(page, "Fastest first").locator("tbody tr");

test("the overview has a card of them", async ({ page }) => {
  const farm = { workers: SOME };
  await tellOf(page, farm);
  await page.goto("/");
  const card = part(page, "Workers");
  await expect(tile(page, "Connected")).toContainText("Connected21 silent, 1 gone");
  await expect(tile(page, "Their hash rate")).toContainText("1.5 MH/s1.4 MH/s in 15 min");
  await expect(tile(page, "Shares accepted")).toContainText("1,2345 refused");
  await expect(tile(page, "Their blocks")).toContainText("7");
  farm.workers = SOME.slice(0, 1);
  await expect(tile(page, "Connected")).toContainText("Connected10 gone");
  farm.isPaused = true;
  await expect(tile(page, "Their hash rate")).toContainText("paused1.4 MH/s in 15 min");
  await card.getByRole("link", { name: "The worker" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Workers");
});

test("where none has joined it says how", async ({ page }) => {
  await tellOf(page, { workers: [] });
  await page.goto("/");
  await expect(part(page, "Workers")).toContainText("chaincore mine -o stratum+tcp://127.0.0.1:3333 -u ADDRESS.name");
  await expect(part(page, "Workers").locator(".tile").first()).toBeHidden();
  await page.goto("/#/workers");
  await expect(part(page, "Fastest first")).toContainText("stratum+tcp://127.0.0.1:3333");
});

test("where they may not join the overview has no card, and their page says why", async ({ page, network }) => {
  expect((await network.miner.overview()).workers).toBeNull();
  await page.goto("/");
  await expect(part(page, "Last blocks").locator("tbody tr").first()).toBeVisible();
  await expect(part(page, "Workers")).toBeHidden();
  await page.goto("/#/workers");
  await expect(page.locator("main")).toContainText("It has one when it is started with --stratum PORT.");
  await expect(page.locator("main table")).toBeHidden();
});

test("the page lists them with their state in a word, and the last share", async ({ page }) => {
  await tellOf(page, { workers: SOME });
  await page.goto("/#/workers");
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).nth(0)).toContainText(/rig1.*searching1\.4 MH\/s1\.5 MH\/s1\d s ago30 \+ 3 refused265,5361 h 2 min/);
  await expect(rows(page).nth(1)).toContainText(/rig2.*silent900\.0 H\/s1\.5 MH\/s5 min ago/);
  await expect(rows(page).nth(2)).toContainText(/rig3.*gone0\.0 H\/s0\.0 H\/snever/);
  await expect(rows(page).nth(1).locator(".badge")).toHaveClass(/bad/);
  await expect(rows(page).nth(0).getByRole("link", { name: PAYEE })).toHaveAttribute("href", `#/address/${PAYEE}`);
});

test("a state is chosen by a link, and the list refreshes by itself", async ({ page }) => {
  const farm = { workers: SOME };
  await tellOf(page, farm);
  await page.goto("/#/workers");
  const choices = page.getByRole("navigation", { name: "Which workers" });
  await expect(choices.locator("[aria-current=page]")).toHaveText("All 3");
  await choices.getByRole("link", { name: "Silent 1" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("rig2");
  await expect(choices.locator("[aria-current=page]")).toHaveText("Silent 1");
  await rows(page).getByRole("link").focus();
  farm.workers = [worker("rig1", "silent"), SOME[1]];
  await expect(rows(page)).toHaveCount(2);
  farm.workers = [worker("rig1", "silent"), { ...SOME[1], blocks: 9 }];
  await expect(rows(page).nth(1)).toContainText("9");
  await expect(rows(page).nth(1).getByRole("link")).toBeFocused();
  farm.workers = [worker("rig1", "searching")];
  await expect(page.locator("main")).toContainText("No worker is silent.");
});

test("long lists come by pages of a hundred", async ({ page }) => {
  await tellOf(page, { workers: Array.from({ length: 250 }, (_, i) => worker(`rig${i}`, "searching")) });
  await page.goto("/#/workers?state=searching");
  await expect(rows(page)).toHaveCount(100);
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(pages).toContainText("1 to 100 of 250");
  await pages.getByRole("link", { name: "Slower ones" }).click();
  await expect(rows(page).first()).toContainText("rig100");
  await pages.getByRole("link", { name: "Slower ones" }).click();
  await expect(pages).toContainText("201 to 250 of 250");
  await expect(rows(page)).toHaveCount(50);
  await pages.getByRole("link", { name: "Faster ones" }).click();
  await expect(rows(page).first()).toContainText("rig100");
});

test("whatever a worker calls itself stays text, on a phone, too", async ({ page }) => {
  const markup = `<img src="x" onerror="window.isTaken=true">`;
  await page.setViewportSize({ width: 360, height: 740 });
  await tellOf(page, { workers: ["a", "b"].map((rig) => worker(rig.repeat(64), "searching",
    { agent: rig === "a" ? markup : "W".repeat(5000), from: markup, state: rig === "a" ? "searching" : "silent" })) });
  await page.goto("/#/workers");
  await expect(rows(page)).toHaveCount(2);
  await expect(page.locator("main img")).toHaveCount(0);
  expect(await page.evaluate(() => window.isTaken)).toBeUndefined();
  expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1360, height: 900 });
  await expect(rows(page).first()).toContainText(markup);
  expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
});

for (const [name, hash] of [["overview", "#/"], ["page", "#/workers"]])
  test(`their ${name} in light and dark, on a desktop and a phone`, async ({ page }) => {
    await tellOf(page, { workers: SOME });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`/${hash}`);
    await expect(page.getByText("1 silent").or(page.getByText("Silent 1")).first()).toBeVisible();
    for (const colorScheme of ["light", "dark"])
      for (const [size, viewport] of [["", { width: 1360, height: 900 }], ["-phone", { width: 360, height: 740 }]]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        expect(await faultsOf(page), `${colorScheme}${size}`).toEqual([]);
        await expect.poll(() => sidewaysPixels(page)).toBeLessThanOrEqual(0);
        await picture(page, `workers-${name}-${colorScheme}${size}`);
      }
  });

const farmTest = test.extend({
  farm: async ({}, use) => {
    const farm = new Farm();
    try {
      await use(await farm.start());
    } finally {
      await farm.stop();
    }
  },
  baseURL: async ({ farm }, use) => use(farm.url),
});

farmTest("a worker appears on the page, hands in a share, and goes", async ({ page, farm }) => {
  await page.goto("/#/workers");
  await expect(page.locator("main")).toContainText("No worker has joined yet.");
  const rig = await farm.join("rig1");
  await expect(rows(page)).toContainText(/rig1.*searching0\.0 H\/s0\.0 H\/snever0/);
  await rig.handInShare();
  await expect(rows(page)).toContainText(/rig1.*searching[1-9].*\d s ago1/);
  await expect(tile(page, "Shares accepted")).toContainText("Shares accepted10 refused");
  rig.leave();
  await expect(rows(page).locator(".badge")).toHaveText("gone");
});
