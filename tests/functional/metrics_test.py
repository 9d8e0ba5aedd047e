# SPDX-License-Identifier: MIT
"""GET /metrics of whole nodes: its form, what it counts, and what the dashboard and the alert rules name."""
import json
import re
import signal
import time
from pathlib import Path

from chain_maker import mine_block
from metrics_text import Family, faults_of, read_metrics
from network_case import IDLE, NetworkTest, hashes, local_url
from node_process import NodeProcess
from ports import free_port
from program import main
from scripted_rig import Rig

MONITORING = Path(__file__).resolve().parent.parent.parent / "docs" / "monitoring"
PAYEE = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"

# Names in expressions of Prometheus: ours and the process's.
METRIC = re.compile(r"\b((?:chaincore|process)_[a-z0-9_]+)\s*(?:\{([^}]*)\})?")
MATCHER = re.compile(r'([a-z_]+)\s*(=~|=)\s*"([^"]*)"')
BY = re.compile(r"\bby \(([^)]*)\)")
LEGEND = re.compile(r"\{\{\s*(?:\$labels\.)?([a-z_]+)\s*\}\}")
# What Prometheus adds to each sample itself.
OF_THE_SCRAPE = {"instance", "job"}


def dashboard_expressions() -> list[tuple[str, list[str]]]:
    """Each expression with the labels that its legend names."""
    dashboard = json.loads((MONITORING / "dashboard.json").read_text())
    return [(target["expr"], LEGEND.findall(target["legendFormat"]))
            for panel in dashboard["panels"] for target in panel.get("targets", [])]


def rule_expressions() -> list[tuple[str, list[str]]]:
    """Each rule's expression with the labels that its texts name; YAML as far as the file uses it."""
    expressions = []
    for rule in (MONITORING / "alerts.yml").read_text().split("- alert: ")[1:]:
        found = re.search(r"expr: (?:>\n((?: {10}.*\n)+)|(.*)\n)", rule)
        assert found, rule
        expressions.append((" ".join((found[1] or found[2]).split()), re.findall(r"\$labels\.([a-z_]+)", rule)))
    return expressions


class Metrics(NetworkTest):
    @staticmethod
    def families(node: NodeProcess) -> dict[str, Family]:
        answer = node.get("/metrics")
        assert answer.status == 200, answer
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8", answer
        return read_metrics(answer.body.decode())

    def value(self, families: dict[str, Family], name: str, /, **labels: str) -> float:
        """Of the one sample that has these labels, whatever others it has."""
        family = next(family for family in families.values() if family.has(name))
        found = [sample for sample in family.samples
                 if sample.name == name and labels.items() <= sample.label.items()]
        self.assertEqual(len(found), 1, (name, labels, family.samples))
        return found[0].value

    def farm(self) -> NodeProcess:
        """A node that has something of everything: a peer, a device, and a worker on another machine."""
        port = free_port()
        node = self.beside(self.peer([]), flags=("--difficulty", "1", "--backend", "cpu", "--threads", "1",
                                                 "--stratum", str(port)))
        self.join(port)
        node.wait_for_length(2)
        return node

    def join(self, port: int, name: str = f"{PAYEE}.rig1") -> Rig:
        rig = Rig(port, name)
        self.addCleanup(rig.close)
        return rig.join()

    def test_each_family_keeps_prometheus_rules(self) -> None:
        families = self.families(self.farm())
        faults = [fault for family in families.values() for fault in faults_of(family)]
        self.assertEqual(faults, [])
        self.assertGreater(len(families), 40)
        named = [name for name in families if not re.match("(chaincore|process)_", name)]
        self.assertEqual(named, [])

    def test_the_parser_finds_faults(self) -> None:
        good = "# HELP a_total A.\n# TYPE a_total counter\na_total{b=\"c\"} 1\n"
        self.assertEqual(faults_of(read_metrics(good)["a_total"]), [])
        for bad in (good.rstrip(), good + good, good.replace("a_total{", "b{"), good.replace('"c"', "c"),
                    good.replace(" 1\n", "\n"), good.replace("# TYPE", "# TIP"), good.replace('b="c"', 'b="c",b="d"')):
            with self.subTest(text=bad), self.assertRaises(AssertionError):
                read_metrics(bad)
        histogram = ("# HELP h H.\n# TYPE h histogram\nh_count 2\nh_sum 3\nh_bucket{le=\"1\"} 1\n"
                     "h_bucket{le=\"+Inf\"} 2\n")
        self.assertEqual(faults_of(read_metrics(histogram)["h"]), [])
        for bad in (good.replace("a_total", "a"), good.replace("A.", "A"), good + 'a_total{b="c"} 2\n',
                    good.replace("} 1", "} -1"), histogram.replace("h_count 2", "h_count 3"),
                    histogram.replace("+Inf", "2"), histogram.replace("h_sum 3\n", ""),
                    histogram.replace('"1"} 1', '"1"} 5'), good.replace("a_total", "a_ms_total")):
            with self.subTest(text=bad):
                family = next(iter(read_metrics(bad).values()))
                self.assertNotEqual(faults_of(family), [])

    def test_all_that_the_dashboard_and_the_rules_name_is_there(self) -> None:
        node = self.farm()
        families = self.families(node)
        samples = {sample.name: family for family in families.values() for sample in family.samples}
        seen = set()
        for expression, legend in dashboard_expressions() + rule_expressions():
            with self.subTest(expression=expression):
                metrics = METRIC.findall(re.sub(r"up\{[^}]*\}", "", expression))
                self.assertTrue(metrics or expression.startswith("up{"))
                wanted = {label.strip() for group in BY.findall(expression) for label in group.split(",")} | set(legend)
                there = set(OF_THE_SCRAPE)
                for name, matchers in metrics:
                    self.assertIn(name, samples)
                    seen.add(samples[name].name)
                    of_name = [sample.label for sample in samples[name].samples if sample.name == name]
                    there |= set().union(*of_name)
                    for label, how, value in MATCHER.findall(matchers):
                        if label not in OF_THE_SCRAPE:
                            self.assertEqual(how, "=")
                            self.assertIn(value, {labels.get(label) for labels in of_name})
                self.assertLessEqual(wanted, there)
        self.assertEqual(set(families) - seen, set(), "the dashboard has nothing about these")

    def test_blocks_count_by_who_brought_them(self) -> None:
        source = self.node(*IDLE, name="source").start()
        chain = source.chain()
        while len(chain) < 4:
            chain.append(mine_block(len(chain), chain[-1]["hash"], chain[-1]["timestamp"] + 1, 1, PAYEE))
        self.hand_in(source, chain[1:3], headers={"X-Peer-Origin": "http://localhost:1"})
        self.hand_in(source, chain[3:])
        late = mine_block(3, chain[2]["hash"], chain[2]["timestamp"] + 2, 1, PAYEE)
        self.assertEqual(source.post("/submit_block", late, {"X-Local-Mining": "true"}).status, 409)
        families = self.families(source)
        self.assertEqual(self.value(families, "chaincore_blocks_connected_total", source="peer"), 2)
        self.assertEqual(self.value(families, "chaincore_blocks_connected_total", source="miner"), 2, "and the genesis")
        self.assertEqual(self.value(families, "chaincore_mined_blocks_total", miner="other", outcome="accepted"), 1)
        self.assertEqual(self.value(families, "chaincore_mined_blocks_total", miner="other", outcome="stale"), 1)
        self.assertEqual(self.value(families, "chaincore_chain_height"), 3)
        self.assertEqual(self.value(families, "chaincore_chain_work"), 4)
        self.assertEqual(self.value(families, "chaincore_tip_timestamp_seconds"), chain[3]["timestamp"])
        self.assertEqual(self.value(families, "chaincore_http_requests_total", lane="blocks", status="4xx"), 1)

        follower = self.networked(*IDLE, ports=[source.port], name="follower").start()
        self.wait_for_tip(follower, chain[3]["hash"])
        self.wait_until_active(follower, local_url(source.port))
        families = self.families(follower)
        self.assertEqual(self.value(families, "chaincore_blocks_connected_total", source="sync"), 4)
        self.assertEqual(self.value(families, "chaincore_peers", state="active"), 1)
        self.assertEqual(self.value(families, "chaincore_longest_claim_blocks"), 4)
        self.assertEqual(self.value(families, "chaincore_sync_lag_blocks"), 0)
        self.assertGreater(self.value(families, "chaincore_peer_response_seconds", url=local_url(source.port)), 0)

    def test_workers_have_their_shares(self) -> None:
        port = free_port()
        node = self.node(*IDLE, "--stratum", str(port)).start()
        rig = self.join(port)
        rig.mine_share()
        self.join(port, f"{PAYEE}.rig2").close()
        node.wait_for(lambda: self.value(self.families(node), "chaincore_workers", state="gone") == 1, 30, "one is gone")
        families = self.families(node)
        self.assertEqual(self.value(families, "chaincore_workers", state="searching"), 1)
        self.assertEqual(self.value(families, "chaincore_worker_shares_total", fate="accepted"), 1)
        self.assertEqual(self.value(families, "chaincore_worker_accepted_shares_total", worker=rig.name), 1)
        self.assertEqual(self.value(families, "chaincore_worker_connections_total"), 2)
        self.assertGreater(self.value(families, "chaincore_worker_tries_per_second", worker=rig.name), 0)

    def test_a_reorg_counts_by_its_depth(self) -> None:
        node = self.node(*IDLE).start()
        genesis = node.chain()
        for seconds, length in ((1, 3), (2, 4)):
            branch = list(genesis)
            while len(branch) < length:
                branch.append(mine_block(len(branch), branch[-1]["hash"], branch[-1]["timestamp"] + seconds, 1, PAYEE))
            self.hand_in(node, branch[1:], headers={"X-Peer-Origin": "http://localhost:1"})
        self.assertEqual(hashes(node.chain()), hashes(branch))
        families = self.families(node)
        self.assertEqual(self.value(families, "chaincore_reorg_depth_blocks_bucket", le="1"), 0)
        self.assertEqual(self.value(families, "chaincore_reorg_depth_blocks_bucket", le="2"), 1)
        self.assertEqual(self.value(families, "chaincore_reorg_depth_blocks_sum"), 2)

    def test_figures_of_the_process_are_the_systems(self) -> None:
        begin = time.time()
        node = self.node(*IDLE).start()
        assert node.process is not None
        system = Path(f"/proc/{node.process.pid}")
        families = self.families(node)
        self.assertAlmostEqual(self.value(families, "process_start_time_seconds"), begin, delta=5)
        self.assertAlmostEqual(self.value(families, "process_open_fds"), len(list((system / "fd").iterdir())), delta=3)
        self.assertAlmostEqual(self.value(families, "process_threads"), len(list((system / "task").iterdir())), delta=3)
        size = sum(file.stat().st_size for file in (node.data_dir / "chain").iterdir() if file.is_file())
        self.assertAlmostEqual(self.value(families, "chaincore_store_size_bytes"), size, delta=200_000)

    def test_a_device_that_mines_has_its_tries(self) -> None:
        node = self.node("--difficulty", "3", "--backend", "cpu", "--threads", "1", "--kernel", "portable").start()
        device = {"backend": "cpu", "index": "0", "kernel": "portable"}
        node.wait_for(lambda: self.families(node)["chaincore_device_tries_total"].samples, 30, "a device")
        before = self.value(self.families(node), "chaincore_device_tries_total", **device)
        node.wait_for(lambda: self.value(self.families(node), "chaincore_device_tries_total", **device) > before, 30,
                      "it tries")
        self.assertEqual(self.value(self.families(node), "chaincore_mining"), 1)
        node.wait_for(lambda: self.value(self.families(node), "chaincore_mined_blocks_total",
                                         miner="own", outcome="accepted") > 0, 60, "a block")


class Conditions(NetworkTest):
    def test_a_node_is_healthy_and_then_ready(self) -> None:
        # It waits for a chain that nobody has.
        node = self.networked(*IDLE, "--pin-genesis", "0" * 64)
        node.launch()
        node.wait_for(lambda: "listening on port" in node.log, 30, "it listens")
        answer = node.get("/ready")
        self.assert_has(answer, 503, status="starting")
        self.assertEqual(answer.headers["Retry-After"], "1")
        self.assertIn("starting", answer.json["error"])
        self.assert_has(node.get("/health"), 200, status="ok")
        self.assertEqual(self.ready_figure(node), 0)
        self.assertEqual(node.stop(signal.SIGTERM), 0)
        ready = self.node(*IDLE, name="ready").start()
        self.assertEqual(ready.get("/ready").json, {"status": "ready"})
        self.assertEqual(ready.get("/health").json, {"status": "ok"})
        head = ready.call("HEAD", "/ready")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(self.ready_figure(ready), 1)

    @staticmethod
    def ready_figure(node: NodeProcess) -> float:
        return read_metrics(node.get("/metrics").body.decode())["chaincore_ready"].samples[0].value


if __name__ == "__main__":
    main()
