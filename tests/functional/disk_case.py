# SPDX-License-Identifier: MIT
"""A test case whose node runs on a disk with faults, and then on a sound one."""
import shutil
from collections.abc import Callable
from pathlib import Path

from faulty_disk import faulty_disk
from made_chain import import_made_chain
from network_case import IDLE
from node_process import NodeProcess
from store_case import Json, StoreTest

# Makes the node work; the blocks that it has acknowledged: accepted ones, or tips that it announced.
Drive = Callable[[NodeProcess], list[Json]]


class DiskTest(StoreTest):
    idle: tuple[str, ...] = IDLE
    flags: tuple[str, ...] = ()
    template: Path | None = None  # the data directory that each node begins with

    def fresh_node(self, **faults: int | str | Path) -> NodeProcess:
        """Its directory's own entry is on the disk with faults, too."""
        disk = self.directory / "disk"
        shutil.rmtree(disk, ignore_errors=True)
        shutil.rmtree(self.directory / "disk.removed", ignore_errors=True)  # what the shim kept of it
        disk.mkdir()
        if self.template is not None:
            shutil.copytree(self.template, disk / "node")
        node = self.node(*self.idle, *self.flags, name="disk/node")
        node.log_file = self.directory / "node.log"
        node.log_file.unlink(missing_ok=True)
        node.environment = faulty_disk(disk, **faults)
        return node

    def calls_of(self, drive: Drive, *chains: list[Json]) -> int:
        """How many calls on the disk a run makes that nothing happens to."""
        count = self.directory / "count"
        node = self.fresh_node(count=count)
        node.launch()
        drive(node)
        node.stop()
        self.assert_is_whole(node.data_dir, *chains)
        return int(count.read_text())

    @staticmethod
    def spread(last: int, count: int) -> list[int]:
        """So many numbers from 1 to the last one, evenly; all of them where they are fewer."""
        if count >= last:
            return list(range(1, last + 1))
        return sorted({1 + round(number * (last - 1) / max(1, count - 1)) for number in range(count)})

    def assert_recovers(self, node: NodeProcess, acknowledged: list[Json], *chains: list[Json]) -> None:
        """On a sound disk."""
        node.environment = {}
        node.flags = IDLE
        node.start()
        self.assert_has(node, acknowledged)
        node.stop()
        self.assert_is_whole(node.data_dir, *chains)

    def begin_with(self, blocks: int) -> None:
        """Each node has so many of the first chain's."""
        self.template = self.directory / "template"
        import_made_chain(self.template, blocks, payments=1)

    def source(self, seed: int, blocks: int) -> NodeProcess:
        """A node with such a chain, for others to fetch."""
        source = self.node(*IDLE, name=f"source{seed}")
        import_made_chain(source.data_dir, blocks, payments=1, seed=seed)
        return source.start()

    def handing_in(self, chain: list[Json]) -> Drive:
        def drive(node: NodeProcess) -> list[Json]:
            self.watch(node, 1)
            return self.hand_in(node, chain)

        return drive

    def fetching(self, chain: list[Json]) -> Drive:
        by_hash = {block["hash"]: block for block in chain}

        def drive(node: NodeProcess) -> list[Json]:
            return [by_hash[tip] for tip in self.watch(node, len(chain)) if tip in by_hash]

        return drive
