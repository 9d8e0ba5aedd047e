// SPDX-License-Identifier: MIT
// One Chromium, that of Debian, and one network of nodes for all tests; nothing is fetched from anywhere.
import path from "node:path";
import { defineConfig } from "@playwright/test";

const output = process.env.CHAINCORE_DASHBOARD_OUTPUT ?? "";
if (output === "") throw new Error("CHAINCORE_DASHBOARD_OUTPUT must name the directory for pictures and reports");

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  outputDir: path.join(output, "results"),
  workers: 1,
  retries: 0,
  maxFailures: 8,  // where nothing works, no need to wait for each
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    launchOptions: {
      executablePath: process.env.CHAINCORE_CHROMIUM,
      args: isRoot ? ["--no-sandbox"] : [],
    },
    viewport: { width: 1360, height: 900 },
    timezoneId: "UTC",
    screenshot: "only-on-failure",
  },
});
