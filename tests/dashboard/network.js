// SPDX-License-Identifier: MIT
// Two nodes that mine, know each other, and have a short history with a payment in it. They rest afterwards, so that
// what a page shows can be compared with what the API says; a test that needs news has `working` do it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { NodeProcess, freePort, run, waitFor } from "./node_process.js";

const HISTORY = 12;  // blocks
const MINING = ["--backend", "cpu", "--threads", "1", "--difficulty", "4", "--min-block-interval", "0.2"];

export class Network {
  #directory = fs.mkdtempSync(path.join(os.tmpdir(), "chaincore-dashboard-"));
  /** The node whose pages are looked at. @type {NodeProcess} */
  miner;
  /** Its peer. @type {NodeProcess} */
  peer;
  /** Whom the payment of the history was sent to, and its id. */
  payee = "";
  payment = "";

  async start() {
    const ports = [await freePort(), await freePort()];
    const make = (name, port, other) => new NodeProcess(this.#path(name), port, ...MINING, "--node-id", name,
      "--peer", `http://127.0.0.1:${other}`);
    this.miner = make("miner", ports[0], ports[1]);
    this.peer = make("peer", ports[1], ports[0]);
    await this.miner.start();
    await this.peer.start();
    await waitFor(() => this.#bothHaveMined(), "both have mined blocks");
    this.payee = (await run("wallet", "create", this.#path("payee.json"))).trim();
    this.payment = await this.pay("12.5", "--wait");
    await waitFor(async () => (await this.miner.overview()).chain.length >= HISTORY, `${HISTORY} blocks`);
    await this.rest();
    return this;
  }

  async stop() {
    await this.miner?.stop("SIGKILL");
    await this.peer?.stop("SIGKILL");
    fs.rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Sends coins of the miner; the id of the transaction. */
  async pay(amount, ...flags) {
    const out = await run("wallet", "send", "-w", path.join(this.miner.dataDir, "wallet.json"), "--to", this.payee,
      "--amount", amount, "-n", this.miner.url, "--yes", "--json", ...flags);
    return JSON.parse(out.split("\n")[0]).transaction;
  }

  /** One after the other: two that stop at different blocks of one height would stay there. */
  async rest() {
    for (const node of [this.peer, this.miner]) {
      await node.control("pause");
      await waitFor(async () => (await this.#tip(this.miner)) === (await this.#tip(this.peer)), "both have one tip");
    }
  }

  /** What `look` sees while the miner mines. */
  async working(look) {
    await this.miner.control("resume");
    try {
      return await look();
    } finally {
      await this.rest();
    }
  }

  #path(name) {
    return path.join(this.#directory, name);
  }

  async #tip(node) {
    return (await node.overview()).chain.tip_hash;
  }

  async #bothHaveMined() {
    const { blocks } = await this.miner.get("api/v1/blocks?count=200");
    const payeeOf = async (node) => (await node.overview()).mining.address;
    const payees = [await payeeOf(this.miner), await payeeOf(this.peer)];
    return payees.every((payee) => blocks.some(({ miner }) => miner === payee));
  }
}
