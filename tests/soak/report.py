# SPDX-License-Identifier: MIT
"""The summary at the end of a soak, and what speaks against it."""
from collections import Counter

import soak_path
from growth import MIB, growth_of
from log_kinds import blocks_found, kinds_in, reorg_depths
from network import SoakNetwork, SoakNode
from program import DONE, run
from samples import Sample
from tally import Tally


def heading(text: str) -> None:
    print(f"\n{text}")


def report_chain(network: SoakNetwork, chain: list[dict], accepted: set[str]) -> list[str]:
    heading("Chain")
    confirmed = {transaction["tx_id"] for block in chain for transaction in block["transactions"][1:]}
    print(f"  {len(chain)} blocks; found by each: {', '.join(str(blocks_found(node.log)) for node in network.nodes)}")
    for node in network.nodes:
        depths = reorg_depths(node.log)
        print(f"  {node.name}: {len(depths)} reorgs, the deepest of {max(depths, default=0)} blocks")
    print(f"  {len(accepted)} payments accepted, {len(accepted & confirmed)} of them confirmed in the end")
    return [] if accepted & confirmed else ["no payment was confirmed"]


def report_tally(tally: Tally) -> None:
    heading("What was done, and what was answered")
    for what, count in tally.counts():
        print(f"  {count:6} {what}")


def report_resources(network: SoakNetwork) -> list[str]:
    heading("Memory, file descriptors, threads")
    complaints = []
    for node in network.nodes:
        if not node.samples:
            complaints.append(f"there is no sample of {node.name}")
            continue
        for what, unit, values in series_of(node.samples):
            print(f"  {node.name}: {what} first {values[0] / unit:.0f}, last {values[-1] / unit:.0f}, "
                  f"peak {max(values) / unit:.0f}")
    return complaints + report_growth(network.steady)


def series_of(samples: list[Sample]) -> list[tuple[str, int, list[int]]]:
    return [("MiB", MIB, [sample.resident for sample in samples]),
            ("descriptors", 1, [sample.descriptors for sample in samples]),
            ("open tables", 1, [sample.tables for sample in samples]),
            ("threads", 1, [sample.threads for sample in samples])]


def report_growth(steady: SoakNode) -> list[str]:
    growth = growth_of(steady.samples)
    if growth is None:
        return ["too few samples to judge growth: let it run for longer"]
    print(f"  {steady.name}, never restarted, over {growth.resident.seconds:.0f} s after a warm-up, by the line "
          f"through the samples:\n"
          f"    memory {growth.resident.growth / MIB:+.1f} MiB ({growth.resident.growth_per_hour / MIB:+.1f} an hour), "
          f"{growth.explained / MIB:.1f} MiB of it explained by {growth.blocks} blocks and write buffers\n"
          f"    descriptors {growth.descriptors.growth:+.1f} ({growth.descriptors.growth_per_hour:+.1f} an hour), "
          f"threads {growth.threads.growth:+.1f} ({growth.threads.growth_per_hour:+.1f} an hour)")
    return [f"{steady.name}: {complaint}" for complaint in growth.complaints()]


def report_logs(network: SoakNetwork) -> list[str]:
    heading("Warnings and errors in the logs")
    kinds: Counter[str] = Counter()
    for node in network.nodes:
        kinds += kinds_in(node.log)
    for kind, count in kinds.most_common():
        print(f"  {count:6} {kind}")
    return [f"the log says {count} times: {kind}" for kind, count in kinds.items() if not kind.startswith("warning: ")]


def check_directories(network: SoakNetwork) -> list[str]:
    """Of nodes that have ended."""
    heading("chain check")
    complaints = []
    for node in network.nodes:
        checked = run("chain", "check", "--data-dir", node.data_dir)
        print(f"  {node.name}: {(checked.out or checked.err).strip()}")
        if checked.code != DONE:
            complaints.append(f"{node.data_dir} is not sound: {checked.err.strip()}")
    return complaints
