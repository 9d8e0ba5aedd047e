# SPDX-License-Identifier: MIT
"""Calls that have a node give each answer of its routes (docs/openapi.json), but for refusals that all have."""
from typing import Any

from api_record import ApiRecord
from chain_maker import mine_block
from network_case import IDLE, MINING, NetworkTest, local_url
from node_process import NodeProcess
from payment import make_payment
from ports import free_port
from program import DONE
from scripted_rig import Rig
from signer import Signer

JSON = {"Content-Type": "application/json"}
MINER = {"X-Local-Mining": "true"}
OWNER = Signer("owner")
# What a node that mines is told to search with.
SEARCHES = (("mining/threads", {"threads": 1}), ("mining/backend", {"backend": "cpu"}))


# What stands for the parameters of a path, and what a path is asked with.
EXAMPLES = {"{address}": OWNER.address, "{block}": "0", "{tx_id}": "0" * 64, "{name}": "main.js"}
QUERIES = {"/api/v1/search": "?q=0"}
# Whether these are there depends on the chain.
DETAILS = ("/api/v1/block/{block}", "/api/v1/tx/{tx_id}")


def example_target(path: str) -> str:
    for name, value in EXAMPLES.items():
        path = path.replace(name, value)
    return path + QUERIES.get(path, "")


class ApiCalls(NetworkTest):
    """Of a node that a test has started; `record` checks what it answers."""

    record: ApiRecord

    def reads(self) -> list[str]:
        return [example_target(path) for method, path in self.record.operations
                if method == "get" and path not in DETAILS]

    def read_all(self, node: NodeProcess) -> None:
        for target in self.reads():
            answer = node.get(target)
            self.assertEqual(answer.status, 200, (target, answer))
            self.assertEqual(node.call("HEAD", target).status, 200, target)

    def look_up(self, node: NodeProcess) -> None:
        """Blocks, transactions and addresses, by their names and by search."""
        tip = node.chain()[-1]
        [pending, *_] = node.get("/transactions").json["transactions"]
        by_height = node.get(f"/api/v1/block/{tip['index']}").json
        self.assertEqual(node.get(f"/api/v1/block/{tip['hash']}").json, by_height)
        self.assertEqual(by_height["confirmations"], 1)
        self.assertEqual([transaction["tx_id"] for transaction in by_height["transaction_list"]],
                         [transaction["tx_id"] for transaction in tip["transactions"]])
        for transaction, state in ((tip["transactions"][0], "confirmed"), (pending, "pending")):
            details = node.get(f"/api/v1/tx/{transaction['tx_id']}").json
            self.assertEqual(details["state"], state)
            self.assertEqual([output["address"] for output in details["outputs"]],
                             [output["recipient_address"] for output in transaction["outputs"]])
            [found] = node.get(f"/api/v1/search?q={transaction['tx_id']}").json["results"]
            self.assertEqual((found["kind"], found["target"]), ("transaction", transaction["tx_id"]))
        self.assertEqual(details["inputs"][0]["address"], OWNER.address)
        self.assertAlmostEqual(details["fee"], 0.5)
        owner = node.get(f"/api/v1/address/{OWNER.address}").json
        self.assertEqual(owner["balance"], node.get(f"/balance/{OWNER.address}").json["balance"])
        self.assertGreater(len(owner["history"]), 0)
        self.assertGreater(len(owner["pending"]), 0)
        [found] = node.get(f"/api/v1/search?q={tip['hash'][:20]}").json["results"]
        self.assertEqual((found["kind"], found["target"]), ("block", str(tip["index"])))
        coins = node.get("/debug_utxos").json
        self.assertEqual(coins["utxo_count"], len(coins["all_utxos"]))
        first, *rest = coins["all_utxos"]
        self.assertEqual(list(node.get(f"/debug_utxos?after={first}").json["all_utxos"]), rest)
        for target in ("/api/v1/block/999999", "/api/v1/tx/" + "0" * 64, "/dashboard/nothing.js"):
            self.assertEqual(node.get(target).status, 404, target)
        for path in DETAILS:
            self.assertIn(node.call("HEAD", example_target(path)).status, (200, 404), path)

    def read_what_makes_no_sense(self, node: NodeProcess) -> None:
        for target in ("/blocks/range?start=x", "/blocks/range?end=x", "/blockchain/headers?start=x",
                       "/api/v1/blocks?count=x", "/api/v1/blocks?before=x",
                       "/debug_utxos?after=x", "/api/v1/hashrate?seconds=x", "/api/v1/hashrate?points=x", "/api/v1/search?q=%20",
                       "/api/v1/workers?count=x", "/api/v1/workers?first=x", "/api/v1/workers?state=x",
                       "/api/v1/block/x", "/api/v1/block/0?first=x", "/api/v1/tx/x", "/api/v1/address/%01",
                       "/api/v1/address/a?count=x", "/api/v1/address/a?first=x", "/balance/%01", "/utxos/" + "a" * 129, "/transactions/%7f"):
            self.assertEqual(node.get(target).status, 400, target)
        for target in ("/blocks/range?start=2&end=1", "/blocks/range?start=-1", "/blockchain/headers?start=1&count=1",
                       "/api/v1/blocks?count=1&before=3", "/api/v1/hashrate?seconds=60&points=5",
                       "/api/v1/workers?count=1&first=1&state=silent", "/api/v1/address/nobody?count=1&first=1", "/api/v1/search?q=nobody",
                       "/balance/nobody", "/utxos/nobody", "/transactions/nobody"):
            self.assertEqual(node.get(target).status, 200, target)

    @staticmethod
    def next_block(parent: dict[str, Any], seconds: float = 1) -> dict[str, Any]:
        return mine_block(parent["index"] + 1, parent["hash"], parent["timestamp"] + seconds, 1, OWNER.address)

    def hand_in_blocks(self, node: NodeProcess) -> None:
        """Four of the owner's, one that waits for its parent, and what else becomes of blocks."""
        genesis = node.chain()[0]
        tip = genesis
        for _ in range(4):
            tip = self.next_block(tip)
            self.assertEqual(node.post("/submit_block", tip, MINER).json["mining_source"], "local")
        self.assertTrue(node.post("/submit_block", {"block": tip}).json["duplicate"])
        beside = self.next_block(genesis, 2)
        answer = node.post("/submit_block", beside, {"X-Peer-Origin": "http://localhost:1"})
        self.assertFalse(answer.json["on_best_chain"])
        self.assertEqual(node.post("/submit_block", self.next_block(self.next_block(tip))).status, 202)
        self.assertEqual(node.post("/submit_block", self.next_block(beside), MINER).status, 409)
        self.assertEqual(node.post("/submit_block", {**tip, "merkle_root": "0" * 64}).status, 400)

    def hand_in_transactions(self, node: NodeProcess) -> None:
        """One of the owner's coins by each way; and one of them is spent on the chain."""
        coins = [coin["key"] for coin in node.get(f"/utxos/{OWNER.address}").json["utxos"]]
        for path, coin in zip(("/receive_transaction", "/broadcast_transaction", "/add_transaction"), coins):
            payment = make_payment(OWNER, coin, [[49.5, Signer("payee").address]])
            self.assertEqual(node.post(path, payment).status, 200, path)
            self.assertEqual(node.post(path, {"transaction": payment}).status, 409, path)
            self.assertEqual(node.post(path, {**payment, "tx_id": "0" * 64}).status, 400, path)

    def ask_for_templates_and_backups(self, node: NodeProcess, token: dict[str, str]) -> None:
        self.assertEqual(node.post("/mine_block", {"miner_address": OWNER.address}).status, 200)
        self.assertEqual(node.post("/mine_block", {"miner_address": "genesis"}).status, 400)
        backup = {"directory": str(self.directory / "backup")}
        self.assertEqual(node.post("/backup", backup).status, 401)
        self.assertEqual(node.post("/backup", backup, token).status, 200)
        self.assertEqual(node.post("/backup", backup, token).status, 400)

    def name_peers(self, node: NodeProcess, peer_url: str) -> None:
        silent = {"peer_url": local_url(free_port())}
        for path in ("/add_peer", "/addpeer"):
            self.assertTrue(node.post(path, {"peer_url": peer_url}).json["exists"])
            self.assertEqual(self.when_taken(node, path, {"peer_url": "ftp://somewhere"}).status, 400)
            self.assertEqual(self.when_taken(node, path, silent).json["reason"], "unreachable_peer")
            node.wait_for(lambda path=path: node.post(path, silent).status == 429, 30, "too often")
        other = self.peer([])
        self.assertNotIn("exists", self.when_taken(node, "/add_peer", {"peer_url": other.url}).json)
        other.die()
        self.assertEqual(node.post("/sharepeers", {"peers": [silent["peer_url"], {"url": peer_url}]}).status, 200)
        self.assertEqual(node.post("/sharepeers", {"peers": 1}).status, 400)
        self.assertEqual(node.post("/receive_broadcast", {"any": ["thing"]}).status, 200)
        self.assertEqual(node.call("POST", "/receive_broadcast", b"{", JSON).status, 400)

    def control(self, node: NodeProcess, token: dict[str, str]) -> None:
        """But for stop, which ends it."""
        family = "/api/v1/control/"
        tip = node.status()["tip_hash"]
        peer = {"url": local_url(free_port())}
        for path, value, wrong in (("peers/add", peer, {"url": "nonsense"}), ("bans/add", peer, {"url": "nonsense"}),
                                   ("bans/remove", peer, {"url": "nonsense"}),
                                   ("peers/remove", peer, {"url": "nonsense"}),
                                   ("chain/invalidate", {"block_hash": tip}, {"block_hash": "f" * 64}),
                                   ("chain/reconsider", {"block_hash": tip}, {"block_hash": "f" * 64})):
            self.assertEqual(node.post(family + path, value, token).status, 200, path)
            self.assertEqual(node.post(family + path, wrong, token).status, 409, path)
            self.assertEqual(node.post(family + path, {}, token).status, 400, path)
            self.assertEqual(node.post(family + path, value).status, 401, path)
        for path in ("mining/pause", "mining/resume"):
            self.assertEqual(node.call("POST", family + path, headers=token).status, 200, path)
            self.assertEqual(node.call("POST", family + path).status, 401, path)

        for path, value in SEARCHES:
            self.assertEqual(node.post(family + path, value, token).status, 409, "it pays nobody")
            self.assertEqual(node.post(family + path, {}, token).status, 400, path)
            self.assertEqual(node.post(family + path, value).status, 401, path)

    def ask_one_that_mines(self) -> None:
        node = self.node(*MINING, name="mining").start()
        node.wait_for(lambda: node.status()["mining"], 30, "it mines")
        token = {"Authorization": "Bearer " + (node.data_dir / "api_token").read_text().strip()}
        for path, value in SEARCHES:
            self.assertEqual(node.post("/api/v1/control/" + path, value, token).status, 200, path)
        self.assertEqual(node.stop(), DONE)

    def ask_one_that_workers_join(self) -> None:
        """One that searches, one that has gone."""
        port = free_port()
        node = self.node(*IDLE, "--stratum", str(port), name="farm").start()
        gone = Rig(port, OWNER.address).join()
        rig = Rig(port, OWNER.address + ".rig1").join()
        self.addCleanup(rig.close)
        self.assertIs(rig.mine_share()["result"], True)
        gone.close()
        node.wait_for(lambda: node.get("/api/v1/workers?state=gone").json["count"] == 1, 30, "one has gone")
        [told] = node.get("/api/v1/workers?state=searching").json["workers"]
        self.assertEqual((told["rig"], told["shares"]["accepted"]), ("rig1", 1))
        self.assertEqual(node.get("/api/v1/overview").json["workers"]["accepted_shares"], 1)

    def end(self, node: NodeProcess, token: dict[str, str]) -> None:
        self.assertEqual(node.call("POST", "/api/v1/control/stop").status, 401)
        self.assertEqual(node.call("POST", "/api/v1/control/stop", headers=token).status, 200)

    def call_peers(self, node: NodeProcess, token: dict[str, str]) -> None:
        for path in ("/discover_peers", "/sync_peers", "/sync_now", "/force_sync", "/sync_mempool"):
            def status(path: str = path) -> int:
                return node.call("POST", path, headers=token).status

            node.wait_for(lambda: status() == 200, 30, f"an answer to {path}")
            node.wait_for(lambda: status() == 429, 30, f"{path} is asked too often")
