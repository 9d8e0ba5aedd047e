// SPDX-License-Identifier: MIT
// Runs the tests by Playwright, or says what is missing for that.   node run.js [arguments for playwright test]
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const SKIPPED = 77;  // as CMakeLists.txt has it
const here = path.dirname(fileURLToPath(import.meta.url));
const playwright = path.join(here, "node_modules/@playwright/test/cli.js");
const chromium = process.env.CHAINCORE_CHROMIUM ?? "/usr/bin/chromium";

for (const needed of [playwright, chromium])
  if (!fs.existsSync(needed)) {
    console.error(`skipped: ${needed} is missing, without which nobody looks at the dashboard; `
      + "tools/setup --tests fetches it");
    process.exit(SKIPPED);
  }

const { status } = spawnSync(process.execPath, [playwright, "test", ...process.argv.slice(2)],
  { cwd: here, stdio: "inherit", env: { ...process.env, CHAINCORE_CHROMIUM: chromium } });
process.exit(status ?? 1);
