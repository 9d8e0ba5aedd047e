// SPDX-License-Identifier: MIT
// A node that workers on other machines may join, and such a worker, by docs/stratum.md.
import { createHash } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { NodeProcess, freePort, waitFor } from "./node_process.js";

export const PAYEE = "1Jyvk4XMZcQfTiefmrcCqUNvYU2JCARZdJ";

const sha256 = (data) => createHash("sha256").update(data).digest();

class Rig {
  #socket;
  #name;
  #answers = new Map();  // id -> what to do with it
  #difficulty = 1;
  #job = null;
  #slice = "";

  constructor(port, name) {
    this.#name = name;
    this.#socket = net.connect(port, "127.0.0.1");
    readline.createInterface({ input: this.#socket }).on("line", (line) => this.#hear(JSON.parse(line)));
  }

  async join() {
    this.#slice = (await this.#ask("mining.subscribe", "rig/1")).result[1];
    await this.#ask("mining.authorize", this.#name, "");
    return this;
  }

  /** Of the job of the moment, which is another one where it has become void. */
  async handInShare() {
    const { error } = await this.#ask("mining.submit", ...this.#find(await waitFor(async () => this.#job, "a job")));
    if (error?.[0] === 21) return this.handInShare();
    if (error !== null) throw new Error(error[1]);
    return undefined;
  }

  leave() {
    this.#socket.destroy();
  }

  #find({ id, texts: [before, between, behind], fraction, difficulty }) {
    const limit = 2n ** 64n / BigInt(difficulty);
    for (let number = 0; ; ++number) {
      const nonce = this.#slice + String(number).padStart(12, "0");
      const hash = sha256(sha256(before + nonce + between + fraction + behind));
      if (hash.readBigUInt64BE() < limit) return [this.#name, id, nonce, fraction];
    }
  }

  #ask(method, ...params) {
    const id = this.#answers.size + 1;
    this.#socket.write(`${JSON.stringify({ id, method, params })}\n`);
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  #hear({ id, method, params, ...answer }) {
    if (method === "mining.set_difficulty") [this.#difficulty] = params;
    else if (method === "mining.rest") this.#job = null;
    else if (method === "mining.notify")
      this.#job = { id: params[0], texts: params.slice(1, 4), fraction: params[5], difficulty: this.#difficulty };
    else this.#answers.get(id)?.(answer);
  }
}

export class Farm {
  #directory = fs.mkdtempSync(path.join(os.tmpdir(), "chaincore-dashboard-farm-"));
  #node;
  #port = 0;
  #rigs = [];

  get url() {
    return this.#node.url;
  }

  async start() {
    this.#port = await freePort();
    this.#node = new NodeProcess(path.join(this.#directory, "node"), await freePort(), "--backend", "none",
      "--difficulty", "2", "--stratum", String(this.#port));
    await this.#node.start();
    return this;
  }

  async stop() {
    for (const rig of this.#rigs) rig.leave();
    await this.#node.stop("SIGKILL");
    fs.rmSync(this.#directory, { recursive: true, force: true });
  }

  join(name) {
    this.#rigs.push(new Rig(this.#port, `${PAYEE}.${name}`));
    return this.#rigs.at(-1).join();
  }
}
