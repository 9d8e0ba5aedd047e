# SPDX-License-Identifier: MIT
"""Pays what miners have earned from one to another, now and then wrongly; on a thread of its own."""
import random
import threading
import time

import soak_path
from network import SoakNetwork, SoakNode
from payment import make_payment
from tally import Tally

Coin = dict[str, object]

PERIOD = 0.5
REFILL_PERIOD = 15
# So many are right for one that is wrong.
HONEST_ONES = 8


class Payments(threading.Thread):
    def __init__(self, network: SoakNetwork, tally: Tally, seed: int) -> None:
        super().__init__(daemon=True)
        self._network = network
        self._tally = tally
        self._random = random.Random(seed)
        self._must_stop = threading.Event()
        self._coins: dict[str, list[Coin]] = {}
        self._spent: list[tuple[SoakNode, Coin]] = []
        self._refilled_at = float("-inf")
        self.accepted: set[str] = set()

    def stop(self) -> None:
        self._must_stop.set()
        self.join()

    def run(self) -> None:
        while not self._must_stop.wait(PERIOD):
            if time.monotonic() - self._refilled_at > REFILL_PERIOD:
                self._refill()
            payer = self._random.choice(self._network.nodes)
            if not self._random.randrange(HONEST_ONES + 1):
                self._pay_wrongly(payer)
            elif coins := self._coins.get(payer.name):
                self._pay(payer, coins.pop(self._random.randrange(len(coins))))

    def _refill(self) -> None:
        """Coins as one of the nodes knows them; those that wait in a pool are refused as spent twice."""
        self._refilled_at = time.monotonic()
        asked = self._random.choice(self._network.nodes)
        for node in self._network.nodes:
            answer = self._network.ask(asked, lambda node=node: asked.get(f"/utxos/{node.payee.address}"))
            if answer is not None and answer.status == 200:
                self._coins[node.name] = answer.json["utxos"][-200:]

    def _pay(self, payer: SoakNode, coin: Coin) -> None:
        self._spent = [*self._spent[-20:], (payer, coin)]
        transaction = self._transaction(payer, coin)
        path = self._random.choice(("/broadcast_transaction", "/add_transaction", "/receive_transaction"))
        self._send("a payment", path, transaction)

    def _pay_wrongly(self, payer: SoakNode) -> None:
        if not self._spent:
            return
        owner, coin = self._random.choice(self._spent)
        what, wrong = self._random.choice((("spent twice", {}), ("a spoiled signature", {"flip_sig": True}),
                                           ("a forged id", {"txid_forge": "a" * 64})))
        self._send(f"a payment, {what}", "/broadcast_transaction", self._transaction(owner, coin, **wrong))

    def _transaction(self, payer: SoakNode, coin: Coin, **wrong: object) -> dict[str, object]:
        payee = self._random.choice(self._network.nodes).payee
        amount = float(coin["amount"])
        outputs = [[amount * 0.5, payee.address], [amount * 0.49, payer.payee.address]]
        return make_payment(payer.payee, f"{coin['tx_id']}:{coin['output_index']}", outputs, **wrong)

    def _send(self, what: str, path: str, transaction: dict[str, object]) -> None:
        node = self._random.choice(self._network.nodes)
        answer = self._network.ask(node, lambda: node.post(path, transaction))
        self._tally.note_answer(what, answer)
        if answer is not None and answer.status == 200:
            self.accepted.add(str(transaction["tx_id"]))
