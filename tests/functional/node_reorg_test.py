# SPDX-License-Identifier: MIT
"""A longer branch that is handed in wins, and what it leaves out waits for a block again."""
import json
from pathlib import Path

from node_process import NodeTest
from program import DONE, main, run


class Reorg(NodeTest):
    def extended(self, chain: list[dict], blocks: int) -> list[dict]:
        """The chain with so many more blocks, mined elsewhere."""
        file = self.directory / "base.json"
        file.write_text(json.dumps({"chain": chain, "length": len(chain)}))
        longer = run("chain", "extend", file, "--mine-to", self.elsewhere, "--blocks", str(blocks))
        self.assertEqual(longer.code, DONE, longer)
        return json.loads(longer.out)["chain"]

    def payment(self, wallet: Path, coin: str, amount: float) -> dict:
        """Of one coin of the wallet's; the rest is the fee."""
        transaction = {"version": 1, "lock_time": 0, "timestamp": 1700000000.5,
                       "inputs": [{"tx_id": coin, "output_index": 0}],
                       "outputs": [{"amount": amount, "recipient_address": self.elsewhere, "script_pubkey": ""}]}
        return json.loads(run("wallet", "sign", wallet, stdin=json.dumps(transaction) + "\n").out)

    def test_the_longer_branch_wins_and_payments_return_to_the_pool(self) -> None:
        self.elsewhere = run("wallet", "create", self.directory / "elsewhere.json").out.strip()
        node = self.node("--difficulty", "2", "--min-block-interval", "0.05", "--blocks", "5")
        node.launch()
        self.assertEqual(node.process.wait(60), DONE)
        node.flags = ("--backend", "none")
        node.start()
        common = node.chain()
        self.assertEqual(len(common), 6)
        longer = self.extended(common, 4)

        # Two blocks more on the node's own branch, the second with a payment in it.
        node.stop()
        payment = self.payment(node.data_dir / "wallet.json", common[1]["transactions"][0]["tx_id"], 7.0)
        node.flags = ("--min-block-interval", "3", "--blocks", "2")
        node.start().wait_for_length(7)
        self.assertEqual(node.post("/receive_transaction", payment).status, 200)
        self.assertEqual(node.process.wait(60), DONE)
        node.flags = ("--backend", "none")
        node.start()
        own = node.chain()
        self.assertEqual(len(own), 8)
        self.assertEqual(len(own[7]["transactions"]), 2, "the payment is in the block")
        self.assertEqual(own[7]["transactions"][1], payment)
        self.assertEqual(node.get("/transaction_pool").json["count"], 0)

        for block in longer[6:8]:
            beside = node.post("/submit_block", block)
            self.assertEqual((beside.status, beside.json["on_best_chain"]), (200, False), beside)
            self.assertEqual(node.status()["tip_hash"], own[7]["hash"], "of two equally long ones the first stays")
        winner = node.post("/submit_block", longer[8])
        self.assertEqual(winner.json["status"], "accepted", winner)
        self.assertEqual(node.status()["tip_hash"], longer[8]["hash"])
        pool = node.get("/transaction_pool").json
        self.assertEqual([transaction["tx_id"] for transaction in pool["transactions"]], [payment["tx_id"]])
        self.assertEqual(node.post("/submit_block", longer[9]).json["chain_length"], 10)
        again = node.post("/submit_block", own[7])
        self.assertEqual((again.status, again.json["duplicate"], again.json["on_best_chain"]), (200, True, False))
        self.assertEqual([block["hash"] for block in node.chain()], [block["hash"] for block in longer])
        node.stop()
        checked = run("chain", "check", "--data-dir", node.data_dir)
        self.assertEqual(checked.code, DONE, checked)

        # Mining goes on: the payment finds its way into a block of the winning branch.
        node.flags = ("--min-block-interval", "0.2",)
        node.start()
        node.post("/receive_transaction", payment)
        node.wait_for(lambda: node.get(f"/balance/{self.elsewhere}").json["balance"] == 207.0, 20, "the payment")


if __name__ == "__main__":
    main()
