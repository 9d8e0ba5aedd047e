# SPDX-License-Identifier: MIT
"""How blocks and payments travel: to whom, in which order, and past peers that do not behave."""
import statistics
import threading
import time
from typing import Any

import support_path
from era_a_answers import BLOCK
from era_a_peer import Dialect, EraAPeer
from grown_chain import grow, payment_of
from network_case import DEBUG, IDLE, MINING, SOON, NetworkTest, hashes, local_url
from node_process import NodeProcess
from ports import free_ports
from program import main
from recorded_requests import RecordedRequest
from signer import Signer

BLOCKS = "/submit_block"
PAYMENTS = "/receive_transaction"


def received(peer: EraAPeer) -> list[str]:
    """The hashes of the blocks that it was sent, in order."""
    return [request.json["hash"] for request in peer.requests.to(BLOCKS)]


class LengthWatch:
    """Reads /status as fast as it can, and notes when it saw which length first."""

    def __init__(self, node: NodeProcess) -> None:
        self._node = node
        self._seen: dict[int, float] = {}  # by length; the moment of the monotonic clock
        self._must_stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "LengthWatch":
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._must_stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._must_stop.is_set():
            length = self._node.status()["blockchain_length"]
            self._seen.setdefault(length, time.monotonic())

    def moment_of(self, length: int) -> float:
        return self._node.wait_for(lambda: self._seen.get(length), SOON, f"{length} blocks in /status")


class Blocks(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.base = grow([], 3)

    def test_a_block_goes_to_every_peer_as_the_reference_sends_it(self) -> None:
        """Rows 10, 11 and 24 of docs/mission.md: the bare eight fields, marked as not mined there."""
        peers = [self.peer(self.base), self.peer(self.base, dialect=Dialect.SEED)]
        node = self.beside(*peers)
        [block] = grow(self.base, 1)[3:]
        self.hand_in(node, [block])
        for peer in peers:
            [request] = peer.requests.wait_for_count(BLOCKS, 1)
            self.assertEqual(set(request.json), set(BLOCK))
            self.assertEqual(request.json, block)
            self.assertEqual(request.headers["x-local-mining"], "false")
            self.assertEqual(request.headers["content-type"], "application/json")
            self.assertEqual(request.headers["x-peer-origin"], local_url(node.port))

    def test_peers_have_a_block_before_they_see_that_we_do(self) -> None:
        """Rows 11 and 24 of docs/mission.md: an era A peer that sees us longer would download everything."""
        peer = self.peer(self.base)
        node = self.beside(peer)
        chain = grow(self.base, 10)
        late = []
        with LengthWatch(node) as watch:
            for number, block in enumerate(chain[3:], 1):
                self.hand_in(node, [block])
                request = peer.requests.wait_for_count(BLOCKS, number)[-1]
                late.append(request.began - watch.moment_of(3 + number))
        # The pushing has started then: a busy machine may make some of them arrive a little later.
        self.assertLess(statistics.median(late), 0.15, late)

    def test_what_comes_from_where_is_logged(self) -> None:
        """Rows 10 and 11 of docs/mission.md: miners' blocks, peers' blocks, and to how many peers each goes."""
        peers = [self.peer(self.base) for _ in range(2)]
        node = self.beside(*peers, flags=(*IDLE, *DEBUG))
        mined, pushed = grow(self.base, 2)[3:]
        self.hand_in(node, [mined])
        self.hand_in(node, [pushed], {"X-Local-Mining": "false"})
        for number, block in ((3, mined), (4, pushed)):
            self.wait_for_log(node, f"debug   block {number} goes to 2 peers")
        self.wait_for_log(node, f"info    block 3 handed in by a miner: {mined['hash']}",
                          f"info    new tip: block 4, {pushed['hash']}")
        self.assertEqual((node.log.count("handed in by a miner"), node.log.count("new tip: ")), (1, 1))

    def test_what_it_mines_becomes_the_peers_chain(self) -> None:
        """Rows 10, 11 and 24 of docs/mission.md: peers that never ask have every block of ours."""
        peers = [self.peer(self.base) for _ in range(3)]
        node = self.beside(*peers, flags=(*MINING, "--min-block-interval", "0.2"))
        for peer in peers:
            node.wait_for(lambda peer=peer: peer.chain.length >= 10, SOON, f"ten blocks at {peer.url}")
            blocks = peer.chain.blocks
            self.assertEqual(hashes(node.chain())[:len(blocks)], hashes(blocks))

    def test_blocks_come_in_order_and_one_at_a_time(self) -> None:
        """Rows 11 and 14 of docs/mission.md: the next one is sent when the last one is answered."""
        peers = [self.peer(self.base) for _ in range(2)]
        peers[0].switches.delay(0.05, BLOCKS)
        node = self.beside(*peers)
        chain = grow(self.base, 20)
        self.hand_in(node, chain[3:])
        for peer in peers:
            requests = peer.requests.wait_for(BLOCKS, lambda requests: len(requests) == 20 and requests)
            self.assertEqual([request.json["index"] for request in requests], list(range(3, 23)))
            self.assert_one_at_a_time(requests)
            node.wait_for(lambda peer=peer: peer.chain.length == 23, SOON, "the last one is taken")

    def assert_one_at_a_time(self, requests: list[RecordedRequest]) -> None:
        for earlier, later in zip(requests, requests[1:]):
            self.assertIsNotNone(earlier.answered)
            self.assertGreaterEqual(later.began, earlier.answered)

    def test_a_frozen_peer_delays_nobody(self) -> None:
        """Rows 11 and 14 of docs/mission.md: in the reference each block would cost ten seconds."""
        frozen, *others = [self.peer(self.base) for _ in range(3)]
        node = self.beside(frozen, *others)
        frozen.switches.freeze()
        begin = time.monotonic()
        self.hand_in(node, grow(self.base, 5)[3:])
        for peer in others:
            peer.requests.wait_for_count(BLOCKS, 5)
        self.assertLess(time.monotonic() - begin, 5)
        self.wait_until_inactive(node, frozen.url)
        self.assertIn(frozen.url, self.known(node))

    def test_a_peers_block_goes_to_the_others_and_not_back(self) -> None:
        """Row 10 of docs/mission.md: era A never passes a peer's block on, so somebody has to."""
        sender, *others = [self.peer(self.base) for _ in range(3)]
        node = self.beside(sender, *others)
        first, second = grow(self.base, 2)[3:]
        for block, origin in ((first, sender), (second, others[0])):
            origin.chain.add_block(block)
            self.hand_in(node, [block], {"X-Local-Mining": "false", "X-Peer-Origin": origin.url})
            for peer in {sender, *others} - {origin}:
                peer.requests.wait_for(BLOCKS, lambda _, peer=peer, block=block: block["hash"] in received(peer))
        self.assertEqual(received(sender), [second["hash"]])
        self.assertEqual(received(others[0]), [first["hash"]])
        self.assertEqual(received(others[1]), [first["hash"], second["hash"]])

    def test_who_has_fallen_behind_is_sent_what_he_lacks(self) -> None:
        """Rows 11 and 14 of docs/mission.md: after a refusal the peer's length says from where."""
        chain = grow(self.base, 6)
        ahead, behind = self.peer(chain[:8]), self.peer(self.base)
        node = self.beside(ahead, behind)
        self.wait_for_tip(node, chain[7]["hash"])
        self.assertEqual(received(behind), [], "what was fetched is not passed on")
        self.hand_in(node, chain[8:])
        node.wait_for(lambda: behind.chain.length == 9, SOON, "it has them all")
        self.assertEqual(received(behind), hashes([chain[8], *chain[3:9]]))

    def test_who_refuses_stays_and_is_named_once(self) -> None:
        """Rows 5 and 11 of docs/mission.md: an error is an answer; it is logged, and the others have the block."""
        refusing, failing, good = [self.peer(self.base) for _ in range(3)]
        refusing.switches.refuse_blocks()
        failing.switches.fail(BLOCKS)
        node = self.beside(refusing, failing, good)
        self.hand_in(node, grow(self.base, 3)[3:])
        good.requests.wait_for_count(BLOCKS, 3)
        for peer in (refusing, failing):
            peer.requests.wait_for_count(BLOCKS, 3)
            node.wait_for(lambda peer=peer: f"peer {peer.url} refuses" in node.log, SOON, "a line in the log")
            self.assertEqual(node.log.count(f"peer {peer.url} refuses"), 1)
        self.assertEqual(self.active(node), {refusing.url, failing.url, good.url})

    def test_a_block_without_a_parent_is_fetched_from_who_sent_it(self) -> None:
        """Rows 13 and 14 of docs/mission.md: what is missing comes without being asked for."""
        chain = grow(self.base, 5)
        peer = self.peer(self.base)
        node = self.beside(peer)
        for block in chain[3:]:
            peer.chain.add_block(block)
        answer = node.post(BLOCKS, chain[7], {"X-Local-Mining": "false", "X-Peer-Origin": peer.url})
        self.assert_has(answer, 202, status="need_sync", request_blocks_from=3, request_blocks_to=6)
        self.wait_for_tip(node, chain[7]["hash"])


class Payments(NetworkTest):
    def setUp(self) -> None:
        super().setUp()
        self.payer, self.payee = Signer("payer"), Signer("payee").address
        self.chain = grow([], 6, to=self.payer.address)

    def payment(self, height: int) -> dict[str, Any]:
        return payment_of(self.chain, height, self.payer, self.payee)

    def test_a_payment_handed_to_one_is_mined_by_another(self) -> None:
        """Rows 9, 10 and 11 of docs/mission.md: from a wallet's node to the miner's pool into everybody's chain."""
        source = self.peer(self.chain)
        ports = [source.port, *free_ports(2)]
        wallets, miners = (self.networked(*flags, ports=ports, port=port, name=name) for flags, port, name in (
            (IDLE, ports[1], "wallets"), ((*MINING, "--min-block-interval", "0.5"), ports[2], "miners")))
        wallets.start()
        miners.start()
        self.wait_until_active(wallets, local_url(miners.port))
        payment = self.payment(1)
        self.assert_has(wallets.post("/broadcast_transaction", payment), 200, status="accepted",
                        tx_id=payment["tx_id"])
        wallets.wait_for(lambda: wallets.get(f"/balance/{self.payee}").json["balance"] == 49.0, SOON, "it is paid")
        [block] = [block for block in wallets.chain() if payment in block["transactions"]]
        self.assertEqual(block["transactions"][0]["outputs"][0]["amount"], 51.0, "with the fee")
        wallets.wait_for(lambda: wallets.get("/transactions").json["transactions"] == [], SOON, "the pool is clean")

    def test_a_peers_payment_is_never_passed_on_and_a_wallets_is(self) -> None:
        """Rows 9 and 11 of docs/mission.md: /receive_transaction keeps, /broadcast_transaction tells."""
        peers = [self.peer(self.chain), self.peer(self.chain, dialect=Dialect.SEED)]
        node = self.beside(*peers)
        self.wait_for_tip(node, self.chain[-1]["hash"])
        kept, told, also_told = (self.payment(height) for height in (1, 2, 3))
        for path, payment in ((PAYMENTS, kept), ("/broadcast_transaction", told), ("/add_transaction", also_told)):
            self.assert_has(node.post(path, payment), 200, status="accepted")
        for peer in peers:
            requests = peer.requests.wait_for_count(PAYMENTS, 2)
            self.assertEqual([request.json for request in requests], [told, also_told])
        self.assertEqual(node.get("/transaction_pool").json["count"], 3)

    def test_where_a_peers_payment_comes_from_blocks_are_looked_for(self) -> None:
        """Rows 9 and 14 of docs/mission.md: in the background, and more often than by the clock."""
        peer = self.peer(self.chain)
        node = self.beside(peer)
        self.wait_for_tip(node, self.chain[-1]["hash"])
        # The clock alone has it asked for its length every 5 s, and searched for every 10 s: of any two pauses one is
        # longer than what is waited for here. A request of the start may be left.
        for height in range(1, 6):
            begin = time.monotonic()
            self.assert_has(node.post(PAYMENTS, self.payment(height)), 200, status="accepted")
            peer.requests.wait_for("/status", lambda _, begin=begin: peer.requests.to("/status", begin), 3)

    def test_a_payments_way_is_logged(self) -> None:
        """Row 11 of docs/mission.md: to how many peers it goes."""
        peers = [self.peer(self.chain) for _ in range(2)]
        node = self.beside(*peers, flags=(*IDLE, *DEBUG))
        self.wait_for_tip(node, self.chain[-1]["hash"])
        payment = self.payment(1)
        self.assert_has(node.post("/broadcast_transaction", payment), 200, status="accepted")
        self.wait_for_log(node, f"debug   transaction {payment['tx_id']} goes to 2 peers")

    def test_a_payment_that_is_refused_is_told_to_nobody(self) -> None:
        """Row 9 of docs/mission.md: validated first."""
        peer = self.peer(self.chain)
        node = self.beside(peer)
        self.wait_for_tip(node, self.chain[-1]["hash"])
        self.assertEqual(node.post("/broadcast_transaction", {**self.payment(1), "tx_id": "0" * 64}).status, 400)
        good = self.payment(2)
        self.assertEqual(node.post("/broadcast_transaction", good).status, 200)
        [request] = peer.requests.wait_for_count(PAYMENTS, 1)
        self.assertEqual(request.json, good)


if __name__ == "__main__":
    main()
