// SPDX-License-Identifier: MIT
// A node of the test's own: a process, a data directory, a port, and what one says to it.
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const PROGRAM = process.env.CHAINCORE_PROGRAM ?? "";
if (PROGRAM === "") throw new Error("CHAINCORE_PROGRAM must name the program under test");

const START_MS = 30_000;
// Apart from those that the system gives to whoever asks for any, and from those of tests/functional/ports.py.
const [FIRST_PORT, END_PORT] = [16_000, 20_000];

/** The standard output of the program with these arguments; it must end well. */
export async function run(...words) {
  const { stdout } = await promisify(execFile)(PROGRAM, words, { timeout: 60_000 });
  return stdout;
}

const isFree = (port) => new Promise((resolve) => {
  const server = net.createServer().once("error", () => resolve(false));
  server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
});

export async function freePort() {
  const port = FIRST_PORT + Math.floor(Math.random() * (END_PORT - FIRST_PORT));
  return (await isFree(port)) ? port : freePort();
}

/** The condition's first true value. @param {function(): Promise<any>} condition */
export async function waitFor(condition, what, milliseconds = START_MS) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    const value = await condition();
    if (value) return value;
    await pause(50);
  }
  throw new Error(`not within ${milliseconds} ms: ${what}`);
}

export class NodeProcess {
  #process = null;

  /** It calls nobody whom the test has not named: other tests' nodes run beside it. */
  constructor(dataDir, port, ...flags) {
    Object.assign(this, { dataDir, port, flags, url: `http://127.0.0.1:${port}`, logFile: `${dataDir}.log` });
  }

  async start() {
    const log = fs.openSync(this.logFile, "a");
    // Whatever becomes of the test, the node does not outlive it.
    this.#process = spawn("setpriv", ["--pdeathsig", "KILL", PROGRAM, "node", "--data-dir", this.dataDir,
      "--port", String(this.port), "--no-discover", ...this.flags], { stdio: ["ignore", log, log] });
    fs.closeSync(log);
    await waitFor(() => this.#isReady(), `${this.url} is ready`);
    return this;
  }

  async #isReady() {
    if (this.#process.exitCode !== null) throw new Error(`the node ended\n${fs.readFileSync(this.logFile)}`);
    return (await this.get("status").catch(() => null))?.state === "ready";
  }

  async stop(signal = "SIGTERM") {
    const process = this.#process;
    if (process === null || process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill(signal);
    await ended;
  }

  /** @param {string} path without the slash before it */
  async get(path) {
    return (await fetch(`${this.url}/${path}`)).json();
  }

  overview() {
    return this.get("api/v1/overview");
  }

  control(...words) {
    return run("ctl", "-n", this.url, "--data-dir", this.dataDir, ...words);
  }
}
