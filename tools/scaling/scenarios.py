# SPDX-License-Identifier: MIT
"""The tables of docs/scaling.md, each from the models: a list of rows."""
import random

import farm
import traffic
from farm import Layout
from figures import ARENA, BLOCKS, INTERNET, MACHINE_ROOM, SMALL, Block, FarmFigures, Links, NodeFigures
from propagation import Network, Outcome, Relay
from text_table import Row
from topology import Peers, first_come, full_mesh, random_rings

WORKERS = (50, 200, 1_000, 5_000, 10_000, 20_000)
NODES = (10, 30, 65, 100, 300, 1_000)
INTERVALS = (1, 10, 60)
CPU_WORKER = 170e6  # tries a second (docs/performance.md, "The search")
GPU_WORKER = 9.2e9
FIRST_DIFFICULTY = float(2**24)  # docs/stratum.md's example
PUSHES = 2_000_000  # that a row is worth simulating
PUSHES_OF_A_RACE = 8_000_000
ALONE = 1e6  # seconds between blocks, where each is to have the network for itself


def tips(seed: int) -> list[Row]:
    """When workers hear of a new tip, and what of their work is for nothing until then."""
    return [tip_row(workers, Layout()) for workers in WORKERS]


def tip_row(workers: int, layout: Layout) -> Row:
    figures = FarmFigures()
    late = farm.tip_latencies(workers, figures, layout)
    mean = sum(late) / len(late)
    load = farm.steady_load(workers // layout.proxies if layout.proxies else workers, figures, layout, 10)
    return {"workers": workers, "middle worker, ms": late[len(late) // 2] * 1e3, "last, ms": late[-1] * 1e3,
            **{f"lost at {interval} s, %": 100 * mean / interval for interval in INTERVALS},
            "shares/s": workers / figures.seconds_a_share, "thread busy, %": 100 * load.busy}


def farm_changes(seed: int) -> list[Row]:
    """What other layouts buy for 10,000 workers."""
    layouts = {"one thread": Layout(), "4 threads": Layout(threads=4), "10 proxies": Layout(proxies=10),
               "100 proxies": Layout(proxies=100)}
    return [{"layout": name, **tip_row(10_000, layout)} for name, layout in layouts.items()]


def easy_chains(seed: int) -> list[Row]:
    """What one thread carries where shares may not be harder than blocks."""
    figures = FarmFigures()
    kinds = (("CPU", CPU_WORKER), ("GPU", GPU_WORKER))
    return [{"zeros of a block": zeros,
             **{f"{name}s: shares/s of one": farm.shares_of_one(tries, zeros, figures) for name, tries in kinds},
             **{f"{name}s at most": farm.most_workers(tries, zeros, figures, 10) for name, tries in kinds}}
            for zeros in range(5, 12)]


def warm_ups(seed: int) -> list[Row]:
    """The first three minutes of workers that all begin at the same difficulty."""
    rows = []
    for name, tries, first in (("CPUs from 2^24", CPU_WORKER, FIRST_DIFFICULTY),
                               ("GPUs from 2^24", GPU_WORKER, FIRST_DIFFICULTY),
                               ("GPUs from their last one", GPU_WORKER, GPU_WORKER * 10)):
        for workers in (200, 1_000, 10_000):
            warm = farm.warm_up(workers, FarmFigures(), tries, first, random.Random(seed))
            rows.append({"kind": name, "workers": workers, "most shares in a second": warm.most_shares,
                         "longest wait, s": warm.longest_wait, "until paced, s": warm.until_paced})
    return rows


def returns(seed: int) -> list[Row]:
    """After a restart that takes so long."""
    rows = []
    for workers in (1_000, 10_000):
        for down in (0.4, 2.0, 30.0):
            for spread in (0.0, 0.25):
                back = farm.return_of_all(workers, FarmFigures(), down, spread, random.Random(seed))
                rows.append({"workers": workers, "down, s": down, "pauses vary by, %": 100 * spread,
                             "half are back after, s": back.half, "all, s": back.all,
                             "most tries in a second": back.most_a_second, "turned away": back.turned_away})
    return rows


def simulated(peers: Peers, links: Links, block: Block, seed: int, interval: float, finds: int,
              relay: Relay = Relay(), pollers: int = 0) -> Outcome:
    network = Network(peers, links, block, NodeFigures(), relay, random.Random(seed), pollers)
    return network.run(interval, finds)


def finds_worth(peers: Peers, most: int, pushes: int) -> int:
    return max(20, min(most, pushes // max(1, sum(map(len, peers)))))


def topologies(nodes: int, seed: int) -> dict[str, tuple[Peers, int]]:
    """With how many of them that nobody pushes to."""
    figures = NodeFigures()
    chance = random.Random(seed)
    late = max(0, nodes - figures.most_active - 1)
    named = {"as they come, 64 places": (first_come(nodes, figures.most_active), late),
             "8 at random": (random_rings(nodes, 8, chance), 0)}
    return named if late == 0 else {**named, "64 at random": (random_rings(nodes, 64, chance), 0),
                                    "everybody": (full_mesh(nodes), 0)}


def propagation_row(name: str, nodes: int, peers: Peers, pollers: int, links: Links, block: Block, seed: int,
                    relay: Relay = Relay()) -> Row:
    alone = simulated(peers, links, block, seed, ALONE, finds_worth(peers, 100, PUSHES), relay, pollers)
    cost = traffic.block_cost(block, round(sum(map(len, peers)) / nodes), NodeFigures(), relay.is_compact)
    return {"pushes to": name, "nodes": nodes, "half, s": alone.time_to(0.5), "95 %, s": alone.time_to(0.95),
            "all, s": alone.time_to(1.0),
            **{f"stale at {interval} s, %": 100 * alone.expected_stale_rate(interval) for interval in INTERVALS},
            "sent by a node, MB": cost.sent / 1e6, "its CPU, ms": cost.processor * 1e3}


def propagation(links: Links, block: Block, seed: int) -> list[Row]:
    return [propagation_row(name, nodes, peers, pollers, links, block, seed) for nodes in NODES
            for name, (peers, pollers) in topologies(nodes, seed).items()]


def races(seed: int) -> list[Row]:
    """Stale blocks counted, beside those that the delays alone say."""
    rows = []
    for links, nodes in ((INTERNET, 10), (INTERNET, 100), (INTERNET, 1_000), (MACHINE_ROOM, 1_000)):
        for name, (peers, pollers) in topologies(nodes, seed).items():
            if name != "everybody":
                rows += races_of(name, peers, pollers, links, seed)
    return rows


def arena(seed: int) -> list[Row]:
    """As tools/arena has them, real ones."""
    return races_of("everybody", full_mesh(10), 0, ARENA, seed)


def races_of(name: str, peers: Peers, pollers: int, links: Links, seed: int) -> list[Row]:
    alone = simulated(peers, links, SMALL, seed, ALONE, finds_worth(peers, 100, PUSHES), pollers=pollers)
    finds = finds_worth(peers, 2000, PUSHES_OF_A_RACE)
    rows = []
    for interval in (1, 10):
        raced = simulated(peers, links, SMALL, seed, interval, finds, pollers=pollers)
        rows.append({"pushes to": name, "nodes": len(peers), "links": links.name, "interval, s": interval,
                     "finds": raced.found, "stale, %": 100 * raced.stale_rate,
                     "by the delays, %": 100 * alone.expected_stale_rate(interval),
                     "longest reorg": raced.longest_reorg})
    return rows


def network_changes(seed: int) -> list[Row]:
    """1,000 nodes over the internet, changed step by step."""
    nodes, rows = 1_000, []
    chance = random.Random(seed)
    late = nodes - NodeFigures().most_active - 1
    few, many = random_rings(nodes, 8, chance), random_rings(nodes, 64, chance)
    steps: list[tuple[str, Peers, int, Relay]] = [
        ("as they come", first_come(nodes, 64), late, Relay()),
        ("64 at random", many, 0, Relay()),
        ("8 at random", few, 0, Relay()),
        ("… and connections are kept", few, 0, Relay(keeps_connections=True)),
        ("… and blocks are compact", few, 0, Relay(True, True)),
        ("… and passed on by their heads", few, 0, Relay(True, True, True)),
        ("the last, 16 at random", random_rings(nodes, 16, chance), 0, Relay(True, True, True))]
    for block in BLOCKS:
        for name, peers, pollers, relay in steps:
            row = propagation_row(name, nodes, peers, pollers, INTERNET, block, seed, relay)
            rows.append({"block": block.name, **row})
    return rows


def polls(seed: int) -> list[Row]:
    """What nodes ask one another while nothing happens."""
    rows = []
    for name, active, short in (("everybody", 10**6, False), ("64", 64, False), ("64, short tables", 64, True),
                                ("8, short tables", 8, True)):
        for nodes in (10, 100, 1_000):
            asked = traffic.polling(nodes, active, NodeFigures(), short)
            rows.append({"asks": name, "nodes": nodes, "calls/s": asked.calls, "KB/s": asked.bytes / 1e3,
                         "CPU, % of a core": 100 * asked.processor, "all nodes, MB/s": nodes * asked.bytes / 1e6})
    return rows


SCENARIOS = {
    "tips": ("A new tip's way to the workers of one node", tips),
    "farm-changes": ("10,000 workers, other layouts", farm_changes),
    "easy-chains": ("Workers of one thread, by the chain's difficulty", easy_chains),
    "warm-ups": ("Shares of the first three minutes", warm_ups),
    "returns": ("Workers come back after the node's restart", returns),
    "arena": ("Ten equal nodes, round trips of 50 ms", arena),
    "room": ("Blocks without payments, machine room", lambda seed: propagation(MACHINE_ROOM, SMALL, seed)),
    "internet": ("Blocks without payments, internet", lambda seed: propagation(INTERNET, SMALL, seed)),
    "races": ("Stale blocks, without payments", races),
    "network-changes": ("1,000 nodes, internet, step by step", network_changes),
    "polls": ("What one node asks, and is asked", polls),
}
