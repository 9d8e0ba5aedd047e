# SPDX-License-Identifier: MIT
"""Coins go from a wallet into a block, once."""
import json

from node_process import NodeProcess, NodeTest
from program import DONE, FAILED, main, run


class Payments(NodeTest):
    def setUp(self) -> None:
        super().setUp()
        self.node_process: NodeProcess = self.node("--difficulty", "3", "--min-block-interval", "0.3").start()
        self.wallet = self.node_process.data_dir / "wallet.json"
        self.address = run("wallet", "address", self.wallet).out.strip()
        self.other_wallet = self.directory / "other.json"
        self.other = run("wallet", "create", self.other_wallet).out.strip()
        self.node_process.wait_for_length(4)

    def balance(self, address: str) -> float:
        return self.node_process.get(f"/balance/{address}").json["balance"]

    def signed_payment(self, coin: dict, amount: float) -> dict:
        transaction = {"version": 1, "lock_time": 0, "timestamp": 1700000000.5,
                       "inputs": [{"tx_id": coin["tx_id"], "output_index": coin["output_index"]}],
                       "outputs": [{"amount": amount, "recipient_address": self.other}]}
        signed = run("wallet", "sign", self.wallet, stdin=json.dumps(transaction) + "\n")
        self.assertEqual(signed.code, DONE, signed)
        return json.loads(signed.out)

    def first_coin(self) -> dict:
        return self.node_process.get(f"/utxos/{self.address}").json["utxos"][0]

    def block_of(self, tx_id: str) -> dict | None:
        for block in self.node_process.chain():
            if any(transaction["tx_id"] == tx_id for transaction in block["transactions"][1:]):
                return block
        return None

    def test_a_payment_goes_from_the_wallet_into_a_block(self) -> None:
        sent = run("wallet", "send", "-w", self.wallet, "-n", self.node_process.url, "--to", self.other,
                   "--amount", "12.5", "--fee", "0.25", "--yes")
        self.assertEqual(sent.code, DONE, sent)
        self.node_process.wait_for(lambda: self.balance(self.other) == 12.5, 20, "the payment is in a block")
        history = self.node_process.get(f"/transactions/{self.other}").json["transactions"]
        self.assertEqual(len(history), 1)
        self.assertEqual(history[0]["type"], "received")
        self.assertEqual(history[0]["amount"], 12.5)
        block = self.block_of(history[0]["tx_id"])
        self.assertIsNotNone(block)
        self.assertEqual(block["transactions"][0]["outputs"][0]["amount"], 50.25, "the miner has the fee")
        self.assertEqual(self.node_process.get("/transaction_pool").json["count"], 0)
        shown = run("wallet", "balance", "-w", self.other_wallet, "-n", self.node_process.url)
        self.assertIn("12.5", shown.out)
        listed = run("wallet", "history", "-w", self.other_wallet, "-n", self.node_process.url)
        self.assertIn(history[0]["tx_id"][:16], listed.out)

    def test_a_coin_is_spent_once(self) -> None:
        coin = self.first_coin()
        first, second = self.signed_payment(coin, 49.0), self.signed_payment(coin, 48.0)
        accepted = self.node_process.post("/broadcast_transaction", first)
        self.assertEqual(accepted.status, 200, accepted)
        self.assertEqual(accepted.json["status"], "accepted")
        self.assertEqual(accepted.json["tx_id"], first["tx_id"])
        refused = self.node_process.post("/receive_transaction", second)
        self.assertEqual(refused.status, 400, refused)
        self.assertIn(refused.json["reason"], ("double_spend", "missing_input"))  # pooled, or in a block already
        self.node_process.wait_for(lambda: self.block_of(first["tx_id"]), 20, "the payment is in a block")
        for spent in (first, second):
            refused = self.node_process.post("/receive_transaction", spent)
            self.assertEqual((refused.status, refused.json["reason"]), (400, "missing_input"), refused)

    def test_more_than_there_is_cannot_be_sent(self) -> None:
        sent = run("wallet", "send", "-w", self.other_wallet, "-n", self.node_process.url, "--to", self.address,
                   "--amount", "1", "--yes")
        self.assertEqual(sent.code, FAILED, sent)


if __name__ == "__main__":
    main()
