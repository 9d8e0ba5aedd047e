# SPDX-License-Identifier: MIT
"""Which chain a network agrees on, and how a node comes by it."""
import time

import support_path
from era_a_peer import Dialect, EraAPeer
from grown_chain import grow, with_false_signature, with_inflated_coinbase, with_wrong_hash
from network_case import IDLE, MINING, SOON, NetworkTest, at_once, hashes, local_url, searching
from node_process import NodeProcess
from ports import free_ports
from program import DONE, main, run
from sanitizers import is_instrumented
from signer import Signer


class Convergence(NetworkTest):
    def wait_for_common_tip(self, nodes: list[NodeProcess], length: int) -> None:
        def is_common() -> bool:
            tips = [(status["tip_hash"], status["blockchain_length"]) for status in (node.status() for node in nodes)]
            return len(set(tips)) == 1 and tips[0][1] >= length

        nodes[0].wait_for(is_common, 60, f"one tip of at least {length} blocks")

    def test_three_that_mine_agree(self) -> None:
        """Rows 10, 11 and 13 of docs/mission.md: started at once, each with a genesis of its own, they end as one."""
        payees = [Signer(f"miner {number}").address for number in range(3)]
        ports = free_ports(3)
        # At this difficulty, and with no hit held back, it is a matter of luck who is first.
        nodes = [self.networked("--difficulty", "5", "--threads", "1", "--min-block-interval", "0",
                                "--mine-to", payee, ports=ports, name=f"node{number}", port=port)
                 for number, (payee, port) in enumerate(zip(payees, ports))]
        at_once(*(node.start for node in nodes))

        def miners() -> set[str]:
            return {block["transactions"][0]["outputs"][0]["recipient_address"] for block in nodes[0].chain()}

        nodes[0].wait_for(lambda: miners() >= set(payees), 60, "blocks of all three")
        self.wait_for_common_tip(nodes, 8)
        for node in nodes:
            self.assertEqual(node.stop(), DONE)
            checked = run("chain", "check", "--data-dir", node.data_dir)
            self.assertEqual(checked.code, DONE, checked)

    def test_a_late_joiner_has_the_chain_when_it_is_ready(self) -> None:
        """Row 13 of docs/mission.md: it syncs before it accepts or mines anything."""
        first_port, late_port = free_ports(2)
        first = self.networked(*MINING, "--min-block-interval", "0.1", port=first_port, name="first").start()
        first.wait_for_length(20)
        late = self.networked(*IDLE, ports=[first_port], port=late_port, name="late").start()
        self.assertGreaterEqual(late.status()["blockchain_length"], 20)
        self.wait_for_common_tip([first, late], 25)

    def test_who_was_killed_catches_up(self) -> None:
        """Rows 13 and 14 of docs/mission.md: kill -9, five blocks later a start, and it is where the others are."""
        ports = free_ports(2)
        miner = self.networked(*MINING, "--min-block-interval", "0.5", ports=ports, port=ports[0], name="miner").start()
        other = self.networked(*IDLE, ports=ports, port=ports[1], name="other").start()
        self.wait_for_common_tip([miner, other], 3)
        other.kill()
        kept = miner.status()["blockchain_length"]
        miner.wait_for_length(kept + 5)
        other.start()
        self.assertGreaterEqual(other.status()["blockchain_length"], kept + 5)
        self.wait_for_common_tip([miner, other], kept + 6)


class Dominance(NetworkTest):
    def test_it_outmines_a_network_of_the_references_nodes(self) -> None:
        """Row 24 of docs/mission.md: most blocks of the chain that all agree on are ours, and not all of them."""
        payee = Signer("we").address
        first, second = peers = [self.peer(grow([], 3)) for _ in range(2)]
        node = self.beside(*peers, flags=(*MINING, "--min-block-interval", "0.2", "--mine-to", payee))
        urls = [local_url(node.port), first.url, second.url]
        for peer in peers:
            peer.befriend(*(url for url in urls if url != peer.url))
        self.mine_slowly(first, peers, 6)
        node.wait_for(lambda: self.is_agreed(node, peers), SOON, "one tip")
        miners = [block["transactions"][0]["outputs"][0]["recipient_address"] for block in first.chain.blocks[3:]]
        self.assertGreater(miners.count(payee), 2 * miners.count("slow miner"), miners)
        self.assertGreater(miners.count("slow miner"), 0, "they work on one chain")

    @staticmethod
    def mine_slowly(miner: EraAPeer, peers: list[EraAPeer], blocks: int) -> None:
        """As the reference does: a block now and then, and each looks for longer chains every few seconds."""
        for _ in range(blocks):
            miner.mine("slow miner")
            time.sleep(1.3)
            for peer in peers:
                peer.sync()

    @staticmethod
    def is_agreed(node: NodeProcess, peers: list[EraAPeer]) -> bool:
        for peer in peers:
            peer.sync()
        return {node.status()["tip_hash"]} == {peer.chain.tip_hash for peer in peers}


class Choice(NetworkTest):
    def test_a_longer_chain_wins_even_with_another_genesis(self) -> None:
        """Row 13 of docs/mission.md: the longest valid chain always wins."""
        [port] = free_ports(1)
        node = self.networked(*MINING, "--min-block-interval", "0.05", "--blocks", "3", ports=[port])
        node.launch()
        self.assertEqual(node.process.wait(60), DONE)
        node.flags = (*IDLE, *searching([port]))
        own = node.start().chain()
        self.assertEqual(len(own), 4)
        longer = self.peer(grow([], 6), port=port)
        self.wait_for_tip(node, longer.chain.tip_hash)
        self.assertEqual(node.chain(), longer.chain.blocks)
        self.assertNotEqual(node.chain()[0], own[0])

    def test_a_pinned_genesis_forbids_that(self) -> None:
        """Row 13 of docs/mission.md, and the flag that limits it: --pin-genesis."""
        pinned, longer = self.peer(grow([], 3, to="ours")), self.peer(grow([], 6, to="theirs"))
        node = self.beside(pinned, longer, flags=(*IDLE, "--pin-genesis", pinned.chain.blocks[0]["hash"]))
        self.wait_for_tip(node, pinned.chain.tip_hash)
        refused = node.wait_for(lambda: node.status().get("refused_chain"), SOON, "the refused chain")
        self.assertEqual((refused["peer"], refused["rule"], refused["height"]), (longer.url, "genesis", 0))
        self.assertEqual(node.chain(), pinned.chain.blocks)

    def test_no_signature_before_a_block_that_is_vouched_for_is_checked(self) -> None:
        """--assume-valid: a false one stands in block 3, which a node without the flag refuses."""
        chain = with_false_signature(grow([], 3, to=Signer("payer").address), Signer("payer"))
        peer = self.peer(grow(chain, 3))
        vouching = self.networked(*IDLE, "--assume-valid", peer.chain.blocks[5]["hash"], ports=[peer.port],
                                  name="vouching").start()
        self.wait_for_tip(vouching, peer.chain.tip_hash)
        for name, flags in (("careful", []), ("mistaken", ["--assume-valid", "0" * 64])):
            node = self.networked(*IDLE, *flags, ports=[peer.port], name=name).start()
            refused = node.wait_for(lambda: node.status().get("refused_chain"), SOON, "the refused chain")
            self.assertEqual((refused["rule"], refused["height"]), ("signature", 3))
            self.assertEqual(node.status()["blockchain_length"], 3)

    def test_a_block_that_is_vouched_for_in_vain_is_said(self) -> None:
        peer = self.peer(grow([], 5))
        node = self.networked(*IDLE, "--assume-valid", "0" * 64, ports=[peer.port]).start()
        self.wait_for_tip(node, peer.chain.tip_hash)
        self.assertIn("does not have the block that --assume-valid names", node.log)

    def test_a_pinned_genesis_is_waited_for(self) -> None:
        """Rows 12 and 13 of docs/mission.md: where block 0 is given, none of its own is made."""
        chain, [port] = grow([], 3), free_ports(1)
        node = self.networked(*IDLE, "--pin-genesis", chain[0]["hash"], ports=[port])

        def let_the_peer_come() -> None:
            node.wait_for(lambda: node.log_file.exists() and "waiting for one" in node.log, SOON, "it waits")
            self.peer(chain, port=port)

        at_once(node.start, let_the_peer_come)
        self.assertEqual(node.chain(), chain)

    def test_of_equally_long_chains_the_first_stays(self) -> None:
        """Row 13 of docs/mission.md: only a longer chain replaces ours."""
        first, second = self.peer(grow([], 5, to="first")), self.peer(grow([], 5, to="second"))
        node = self.beside(first)
        self.wait_for_tip(node, first.chain.tip_hash)
        self.assert_has(self.when_taken(node, "/add_peer", {"peer_url": second.url}), 200, status="success")
        self.assert_has(self.when_taken(node, "/sync_now"), 200, status="success", active_peers=2, blocks_synced=0)
        self.assertEqual(node.status()["tip_hash"], first.chain.tip_hash)
        self.assertEqual(second.requests.to("/blockchain"), [], "nobody needs it")
        # One block more decides.
        second.chain.add_block(grow(second.chain.blocks, 1)[-1])
        self.assert_has(self.when_taken(node, "/sync_now"), 200, status="success", blocks_synced=1)
        self.assertEqual(node.status()["tip_hash"], second.chain.tip_hash)

    def test_nothing_of_a_peers_chain_is_taken_on_trust(self) -> None:
        """Row 13 of docs/mission.md: the longest VALID chain; what comes before the lie is kept."""
        honest = grow([], 4)
        for name, broken in (("coinbase_value", with_inflated_coinbase(honest)),
                             ("block_hash", with_wrong_hash(honest))):
            with self.subTest(rule=name):
                peer = self.peer(grow(broken, 20))
                node = self.networked(*MINING, "--min-block-interval", "1", ports=[peer.port], name=name).start()
                refused = node.wait_for(lambda: node.status().get("refused_chain"), SOON, "the refused chain")
                self.assertEqual(refused, {"peer": peer.url, "length": 25, "rule": name, "height": 4})
                # Mining goes on, on the valid part.
                node.wait_for_length(6)
                self.assertEqual(hashes(node.chain())[:4], hashes(honest))
                self.assertNotEqual(node.chain()[4], broken[4])


class Fetching(NetworkTest):
    def test_an_era_a_peers_chain_comes_through_its_own_path(self) -> None:
        """Rows 8, 20 and 24 of docs/mission.md: GET /blockchain is what era A has."""
        peer = self.peer(grow([], 40))
        node = self.beside(peer)
        self.wait_for_tip(node, peer.chain.tip_hash)
        self.assertIn(200, [request.status for request in peer.requests.to("/blockchain")])
        self.assertEqual(node.chain(), peer.chain.blocks)

    def test_a_seed_peers_chain_comes_through_its_own_path(self) -> None:
        """Rows 8 and 20 of docs/mission.md: GET /chain is what the design document has."""
        peer = self.peer(grow([], 40), dialect=Dialect.SEED)
        node = self.beside(peer)
        self.wait_for_tip(node, peer.chain.tip_hash)
        self.assertIn(200, [request.status for request in peer.requests.to("/chain")])
        self.assertEqual(node.chain(), peer.chain.blocks)

    def test_an_era_a_peer_can_fetch_ours(self) -> None:
        """Rows 7, 8 and 24 of docs/mission.md: a node of the reference finds us and takes our chain."""
        node = self.networked(*IDLE).start()
        self.hand_in(node, grow(node.chain(), 5)[1:])
        for dialect in Dialect:
            with self.subTest(dialect=dialect):
                peer = self.peer(grow([], 2), dialect=dialect)
                peer.discover(node.port)
                self.assertEqual(peer.active_peers, {f"http://localhost:{node.port}"})
                self.assertTrue(peer.sync())
                self.assertEqual(peer.chain.blocks, node.chain())

    def test_a_length_that_is_a_lie_harms_nobody(self) -> None:
        """Rows 13 and 14 of docs/mission.md: who claims 1000 blocks and has 3 keeps nobody from the honest chain."""
        chain = grow([], 8)
        honest, liar = self.peer(chain[:6]), self.peer(grow([], 3, to="liar"))
        liar.switches.claim_length(1000)
        node = self.beside(honest, liar)
        self.wait_for_tip(node, chain[5]["hash"])
        for block in chain[6:]:
            honest.chain.add_block(block)
            self.hand_in(node, [block], {"X-Local-Mining": "false", "X-Peer-Origin": honest.url})
        self.assertEqual(node.status()["tip_hash"], chain[7]["hash"])
        self.assertEqual(node.status()["state"], "ready")

    def test_who_drips_his_chain_keeps_nobody_waiting(self) -> None:
        """Rows 6 and 14 of docs/mission.md: the honest chain comes while others take hours for theirs."""
        honest = self.peer(grow([], 6))
        slow = [self.peer(grow([], 8, to=f"slow {number}")) for number in range(2)]
        for peer in slow:
            peer.switches.drip(1, "/blockchain")
        ports = [peer.port for peer in (*slow, honest)]
        node = self.networked(*IDLE, ports=ports).start()
        self.wait_for_tip(node, honest.chain.tip_hash)
        self.assertEqual(node.get("/transaction_pool").status, 200)


    def test_who_never_pushes_is_looked_at_regularly(self) -> None:
        """Row 13 of docs/mission.md: all peers, not just the few that answer best."""
        ports = free_ports(4)
        node = self.networked(*IDLE, ports=ports).start()
        self.hand_in(node, grow(node.chain(), 2)[1:])
        *_, slowest = peers = [self.peer(node.chain(), port=port) for port in ports]
        slowest.switches.delay(0.3, "/status")
        self.wait_until_active(node, *(peer.url for peer in peers))
        slowest.chain.add_block(grow(slowest.chain.blocks, 1)[-1])
        self.wait_for_tip(node, slowest.chain.tip_hash)


class Difficulty(NetworkTest):
    def test_a_fresh_node_takes_what_most_peers_say_and_remembers_it(self) -> None:
        """Rows 7 and 24 of docs/mission.md: it joins a network whose difficulty nobody told it."""
        chain = grow([], 4, difficulty=2)
        peers = [self.peer(chain, 2), self.peer(chain, 2), self.peer(grow([], 2, difficulty=3), 3)]
        node = self.beside(*peers, flags=("--backend", "none"))
        self.assertEqual(node.status()["target_difficulty"], 2)
        self.wait_for_tip(node, peers[0].chain.tip_hash)
        self.assertEqual(node.stop(), DONE)
        node.flags = ("--backend", "none", "--no-discover")
        self.assertEqual(node.start().status()["target_difficulty"], 2)

    def test_the_only_peer_decides_alone(self) -> None:
        """Rows 7 and 24 of docs/mission.md: one peer is a majority where there is no other."""
        peer = self.peer(grow([], 3, difficulty=3), 3)
        node = self.beside(peer, flags=("--backend", "none"))
        self.assertEqual(node.status()["target_difficulty"], 3)
        self.wait_for_tip(node, peer.chain.tip_hash)


class Start(NetworkTest):
    def test_peers_that_say_nothing_do_not_hold_it_up(self) -> None:
        """Rows 2, 6 and 14 of docs/mission.md: all are asked at the same time, and none may take long."""
        mute = [self.peer(grow([], 2)) for _ in range(9)]
        for number, peer in enumerate(mute):
            [peer.switches.hang, peer.switches.freeze, lambda peer=peer: peer.switches.drip(1)][number % 3]()
        good = self.peer(grow([], 5))
        node = self.networked(*IDLE, ports=[peer.port for peer in (*mute, good)])
        begin = time.monotonic()
        node.start()
        self.assertLess(time.monotonic() - begin, 10 if is_instrumented() else 5, "one after the other they take 18")
        self.wait_for_tip(node, good.chain.tip_hash)
        self.assertEqual(self.active(node), {good.url})

    def test_without_anybody_it_starts_a_chain_of_its_own(self) -> None:
        """Row 12 of docs/mission.md: nobody answers, so it mines the genesis and goes on alone."""
        node = self.networked(*MINING, "--min-block-interval", "0.1", ports=free_ports(3)).start()
        node.wait_for_length(5)
        self.assert_has(node.get("/network_info"), 200, total_peers=0, active_peers=0, peer_list=[],
                        network_health="isolated")
        self.assertEqual(node.chain()[0]["previous_hash"], "0" * 64)

    def test_who_starts_with_us_is_asked_a_second_time(self) -> None:
        """Rows 12 and 13 of docs/mission.md: that a peer has nothing yet is no reason to begin another chain."""
        chain = grow([], 4)
        for length in (0, 1):
            with self.subTest(length=length):
                peer = self.peer(chain[:length])
                node = self.networked(*IDLE, ports=[peer.port], name=f"beside {length}")
                at_first: list[list[str]] = []

                def let_it_grow(peer: EraAPeer = peer) -> None:
                    peer.requests.wait_for_count("/status", 1)
                    time.sleep(1)
                    peer.chain.replace(chain)

                at_once(lambda: at_first.append(hashes(node.start().chain())), let_it_grow)
                self.assertEqual(at_first, [hashes(chain)], "from the moment on when it is ready")
                self.assertNotIn("it begins here", node.log)

    def test_a_chain_that_fails_to_come_is_asked_for_again(self) -> None:
        """Rows 12 and 13 of docs/mission.md: one broken answer is no reason to begin another chain."""
        peer = self.peer(grow([], 12))
        peer.switches.fail_once("/blockchain")
        node = self.networked(*IDLE, ports=[peer.port]).start()
        self.assertEqual(node.chain(), peer.chain.blocks)
        self.assertEqual([request.status for request in peer.requests.to("/blockchain")], [500, 200])
        self.assertNotIn("it begins here", node.log)

    def test_a_chain_that_cannot_be_had_yet_is_waited_for(self) -> None:
        """Rows 12 and 13 of docs/mission.md: it says so, and takes nothing in until it has that chain."""
        peer = self.peer(grow([], 12))
        peer.switches.fail("/blockchain")
        node = self.networked(*IDLE, ports=[peer.port])

        def let_it_recover() -> None:
            node.wait_for(lambda: node.log_file.exists() and "could not be fetched so far" in node.log, SOON, "a line")
            peer.requests.wait_for_count("/blockchain", 4)
            status = node.status()
            self.assertEqual((status["state"], status["blockchain_length"]), ("starting", 0))
            self.assertEqual(node.post("/submit_block", peer.chain.blocks[0]).status, 503)
            peer.switches.behave()

        at_once(node.start, let_it_recover)
        self.assertEqual(node.chain(), peer.chain.blocks)
        self.assertNotIn("it begins here", node.log)

    def test_a_chain_that_can_never_be_ours_is_not_waited_for(self) -> None:
        """Rows 12 and 13 of docs/mission.md: its first block breaks a rule, so we begin one that is right."""
        peer = self.peer(grow(with_wrong_hash([]), 11))
        node = self.networked(*IDLE, ports=[peer.port])
        begin = time.monotonic()
        [genesis] = node.start().chain()
        self.assertLess(time.monotonic() - begin, 10)
        self.assertNotEqual(genesis, peer.chain.blocks[0])
        self.assertEqual(node.status()["refused_chain"],
                         {"peer": peer.url, "length": 12, "rule": "block_hash", "height": 0})

    def test_it_makes_no_genesis_where_peers_have_a_chain(self) -> None:
        """Rows 12 and 13 of docs/mission.md: it mines on what it found."""
        peer = self.peer(grow([], 3))
        node = self.beside(peer, flags=(*MINING, "--min-block-interval", "0.2"))
        node.wait_for_length(6)
        self.assertEqual(hashes(node.chain())[:3], hashes(peer.chain.blocks)[:3])


if __name__ == "__main__":
    main()
