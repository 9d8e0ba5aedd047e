# SPDX-License-Identifier: MIT
"""A store that is rebuilt from its blocks, copied while its node works, and taken back to a height."""
import errno
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from made_chain import MAKE_CHAIN
from node_process import NodeProcess, NodeTest
from program import DONE, FAILED, PROGRAM, USAGE, Outcome, main, run
from small_disk import SmallDisk, unshare_mounts

Json = dict[str, Any]

MINING = ("--difficulty", "1", "--backend", "cpu", "--threads", "1", "--min-block-interval", "0")
IDLE = ("--difficulty", "1", "--backend", "none")


class RepairTest(NodeTest):
    def make_chain(self, blocks: int, name: str = "chain.json") -> Path:
        assert MAKE_CHAIN, "CHAINCORE_MAKE_CHAIN must name the program that makes chains"
        file = self.directory / name
        subprocess.run([MAKE_CHAIN, str(file), "--blocks", str(blocks), "--transactions", "3"], check=True)
        return file

    def import_chain(self, chain: Path, name: str = "data") -> Path:
        data = self.directory / name
        self.assert_done(run("chain", "import", chain, "--data-dir", data, "--difficulty", "1"))
        return data

    def assert_done(self, outcome: Outcome) -> Outcome:
        self.assertEqual(outcome.code, DONE, outcome)
        return outcome

    def info(self, data: Path) -> Json:
        told = json.loads(self.assert_done(run("chain", "info", "--data-dir", data, "--json")).out)
        return {**told, "data_dir": None}

    def assert_sound(self, data: Path) -> None:
        self.assertIn("are sound", self.assert_done(run("chain", "check", "--data-dir", data)).out)


class Reindex(RepairTest):
    def test_the_rebuilt_store_is_the_same(self) -> None:
        data = self.import_chain(self.make_chain(300))
        before = self.info(data)
        outcome = self.assert_done(run("chain", "reindex", "--data-dir", data, "--json"))
        self.assertEqual({**json.loads(outcome.out), "data_dir": None}, before)
        self.assertEqual(self.info(data), before)
        self.assert_sound(data)
        self.assertEqual(sorted(entry.name for entry in data.iterdir()), ["chain", "lock"])

    def test_what_rocksdb_cannot_open_is_rebuilt(self) -> None:
        data = self.import_chain(self.make_chain(300))
        before = self.info(data)
        for lost in ("CURRENT", "MANIFEST-*", "OPTIONS-*", "IDENTITY"):
            with self.subTest(lost=lost):
                for file in (data / "chain").glob(lost):
                    file.write_bytes(b"nothing of use")
                if lost in ("CURRENT", "MANIFEST-*"):
                    self.assert_complains(run("chain", "info", "--data-dir", data), FAILED, lost.split("-")[0])
                self.assert_done(run("chain", "reindex", "--data-dir", data))
                self.assertEqual(self.info(data), before)
                self.assert_sound(data)

    def test_a_node_rebuilds_before_it_starts(self) -> None:
        data = self.import_chain(self.make_chain(300))
        before = self.info(data)
        (data / "chain" / "CURRENT").write_text("MANIFEST-999999\n")
        node = self.node(*IDLE, "--reindex", name="data").start()
        self.assertIn(f"300 blocks, tip {before['tip']}, {before['coins']} coins with the digest "
                      f"{before['utxo_digest']}", node.log)
        self.assertEqual(node.status()["tip_hash"], before["tip"])
        self.assertEqual(node.stop(), DONE)
        self.assertEqual(self.info(data), before)

    def test_a_node_without_a_chain_has_nothing_to_rebuild(self) -> None:
        node = self.node(*IDLE, "--reindex").start()
        self.assertIn("nothing to rebuild", node.log)

    def test_killed_it_leaves_the_old_store_and_starts_over(self) -> None:
        data = self.import_chain(self.make_chain(4000))
        before = self.info(data)
        for _ in range(3):
            process = subprocess.Popen([PROGRAM, "chain", "reindex", "--data-dir", str(data)],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            new_store = data / "chain.new" / "CURRENT"
            while not new_store.exists():
                self.assertIsNone(process.poll(), "it was done too soon to be killed")
            process.kill()
            process.wait()
            self.assertTrue(new_store.exists())
            self.assertEqual(self.info(data), before)
        node = self.node(*IDLE, name="data").start()
        self.assertIn("interrupted: it starts over", node.log)
        self.assertEqual(node.status()["tip_hash"], before["tip"])
        self.assertEqual(node.stop(), DONE)
        self.assertEqual(self.info(data), before)
        self.assertFalse((data / "chain.new").exists())

    def test_half_a_rebuilt_store_never_takes_the_place_of_one_that_is_gone(self) -> None:
        data = self.import_chain(self.make_chain(50))
        before = self.info(data)
        (data / "chain").rename(data / "chain.new")
        self.assert_complains(run("chain", "info", "--data-dir", data), USAGE, "no chain")
        (data / "chain.new").rename(data / "chain")
        self.assertEqual(self.info(data), before)

    def test_blocks_that_are_lost_are_named_and_fetched_again(self) -> None:
        chain = self.make_chain(300)
        data = self.import_chain(chain)
        before = self.info(data)  # from now on it is in tables
        table = max((file for file in (data / "chain").glob("*.sst") if b"nameblocks" in file.read_bytes()),
                    key=lambda file: file.stat().st_size)
        content = bytearray(table.read_bytes())
        content[len(content) // 3] ^= 0x20
        table.write_bytes(content)
        outcome = self.assert_done(run("chain", "reindex", "--data-dir", data, "--json"))
        self.assertIn(table.name, outcome.err)
        self.assertRegex(outcome.err, r"block \d+ \([0-9a-f]{64}\) is left out: its text cannot be read")
        self.assertRegex(outcome.err, r"\d+ blocks that build on them are left out, too")
        self.assertLess(json.loads(outcome.out)["length"], 300)
        self.assert_sound(data)
        source = self.node(*IDLE, name="source")
        self.import_chain(chain, "source")
        source.start()
        node = self.node(*IDLE, "--peer", source.url, name="data").start()
        node.wait_for_length(300)
        self.assertEqual(node.stop(), DONE)
        self.assertEqual(self.info(data), before)

    def test_it_is_refused_while_a_node_uses_the_store(self) -> None:
        node = self.node(*IDLE).start()
        for command in (("reindex",), ("rewind", "--to", "0"), ("check",)):
            self.assert_complains(run("chain", *command, "--data-dir", node.data_dir), USAGE, "in use")

    def test_without_any_block_nothing_is_touched(self) -> None:
        data = self.import_chain(self.make_chain(50))
        for file in (data / "chain").glob("*.log"):
            file.write_bytes(b"")
        outcome = run("chain", "reindex", "--data-dir", data, "--difficulty", "1", "--network", "classic")
        self.assertEqual(outcome.code, FAILED, outcome)
        self.assertIn("no block in", outcome.err)
        self.assertFalse((data / "chain.new").exists())

    def test_a_store_that_does_not_say_whose_it_is(self) -> None:
        data = self.import_chain(self.make_chain(50))
        before = self.info(data)
        for file in (data / "chain").glob("*.sst"):
            if b"namedefault" in file.read_bytes():
                file.write_bytes(file.read_bytes()[:100])
        self.assert_complains(run("chain", "reindex", "--data-dir", data), FAILED, "--network")
        self.assert_done(run("chain", "reindex", "--data-dir", data, "--network", "classic", "--difficulty", "1"))
        self.assertEqual(self.info(data), before)


class Backup(RepairTest):
    def back_up(self, node: NodeProcess, to: Path) -> Outcome:
        return run("chain", "backup", to, "--data-dir", node.data_dir, "--url", node.url)

    def test_while_the_node_mines(self) -> None:
        node = self.node(*MINING).start()
        tips: list[tuple[int, str]] = []
        for number in range(5):
            node.wait_for_length(20 * (number + 1))
            first = node.status()["blockchain_length"]
            to = self.directory / f"backup-{number}"
            outcome = self.assert_done(self.back_up(node, to))
            last = node.status()["blockchain_length"]
            told = self.info(to)
            self.assertIn(f"{told['length']} blocks, tip {told['tip']}", outcome.out)
            self.assertTrue(first <= told["length"] <= last, (first, told["length"], last))
            self.assert_sound(to)
            self.assertEqual(to.stat().st_mode & 0o777, 0o700)
            tips.append((told["length"], told["tip"]))
        chain = node.chain()
        for length, tip in tips:
            self.assertEqual(chain[length - 1]["hash"], tip)
        self.assertEqual([entry.name for entry in self.directory.iterdir() if "unfinished" in entry.name], [])

    def test_while_blocks_are_fetched(self) -> None:
        """Of the whole, one tip: what was written by the log and what was taken over as tables."""
        source = self.node(*IDLE, name="source")
        self.import_chain(self.make_chain(4000), "source")
        source.start()
        blocks = source.chain()
        node = self.node(*IDLE, "--peer", source.url)
        starting = threading.Thread(target=node.start)
        starting.start()
        made: list[Path] = []
        while starting.is_alive() and len(made) < 20:
            to = self.directory / f"backup-{len(made)}"
            if self.back_up(node, to).code == DONE:  # it does not answer at first
                made.append(to)
        starting.join()
        self.assertGreater(len(made), 0)
        for to in made:
            told = self.info(to)
            if told["length"] > 0:
                self.assertEqual(blocks[told["length"] - 1]["hash"], told["tip"])
                self.assert_sound(to)

    def test_a_node_goes_on_from_it(self) -> None:
        node = self.node(*MINING).start()
        node.wait_for_length(5)
        to = self.directory / "backup"
        self.assert_done(self.back_up(node, to))
        self.assertEqual(node.stop(), DONE)
        told = self.info(to)
        other = self.node(*MINING, name="backup").start()
        other.wait_for_length(told["length"] + 2)
        self.assertEqual(other.chain()[told["length"] - 1]["hash"], told["tip"])

    def test_without_a_node(self) -> None:
        data = self.import_chain(self.make_chain(50))
        to = self.directory / "backup"
        self.assert_done(run("chain", "backup", to, "--data-dir", data))
        self.assertEqual(self.info(to), self.info(data))
        self.assert_sound(to)
        self.assert_complains(run("chain", "backup", to, "--data-dir", data), USAGE, str(to), "is there already")

    def test_a_path_from_where_one_stands(self) -> None:
        data = self.import_chain(self.make_chain(10))
        done = subprocess.run([PROGRAM, "chain", "backup", "here/", "--data-dir", str(data)], cwd=self.directory,
                              capture_output=True)
        self.assertEqual(done.returncode, DONE, done)
        self.assertEqual(self.info(self.directory / "here"), self.info(data))

    def test_places_that_will_not_do(self) -> None:
        node = self.node(*IDLE).start()
        for place, word in ((self.directory, "is there already"), (self.directory / "none" / "b", "no directory"),
                            (node.data_dir / "b", "is in the data directory")):
            self.assert_complains(self.back_up(node, place), USAGE, word)
        self.assertEqual(self.ask(node, "relative").json["reason"], "invalid_directory")
        with self.other_file_system() as elsewhere:
            self.assert_complains(self.back_up(node, elsewhere / "b"), USAGE, "another file system")

    @contextmanager
    def other_file_system(self) -> Iterator[Path]:
        path = Path("/dev/shm")
        if path.stat().st_dev == self.directory.stat().st_dev:
            self.skipTest("/dev/shm is the file system of this test")
        yield path

    def ask(self, node: NodeProcess, directory: str) -> Any:
        token = (node.data_dir / "api_token").read_text().strip()
        return node.post("/backup", {"directory": directory}, {"Authorization": f"Bearer {token}"})

    def test_it_needs_the_token(self) -> None:
        node = self.node(*IDLE).start()
        to = self.directory / "backup"
        self.assertEqual(node.post("/backup", {"directory": str(to)}).status, 401)
        other = self.node(*IDLE, name="other").start()
        outcome = run("chain", "backup", to, "--data-dir", node.data_dir, "--url", other.url)
        self.assert_complains(outcome, FAILED, "--url")
        self.assertFalse(to.exists())
        self.assertEqual(self.ask(node, str(to)).json["chain_length"], 1)

    def test_on_a_full_disk(self) -> None:
        """The store and the backup on a small file system of their own."""
        disk = self.directory / "disk"
        try:
            unshare_mounts()
        except OSError as reason:
            self.skipTest(f"this process may not have mounts of its own: {reason}")
        SmallDisk(disk, 24)
        self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], check=True)
        data = self.import_chain(self.make_chain(300), "disk/data")
        following = json.loads(self.make_chain(301, "longer.json").read_text())["chain"][300]
        node = self.node(*IDLE, name="disk/data").start()
        self.fill(disk)
        self.assert_complains(self.back_up(node, disk / "backup"), FAILED, "No space left")
        self.assertEqual(sorted(entry.name for entry in disk.iterdir()), ["data", "data.log", "filler"])
        (disk / "filler").unlink()
        self.assertEqual(node.post("/submit_block", following).json["status"], "accepted", "the store is in order")
        self.assertEqual(node.stop(), DONE)
        before = self.info(data)
        self.fill(disk)
        for command in (("info",), ("backup", disk / "backup"), ("reindex",)):
            self.assert_complains(run("chain", *command, "--data-dir", data), FAILED, "No space left")
        self.assertFalse((data / "chain.new").exists())
        (disk / "filler").unlink()
        self.assertEqual(self.info(data), before)
        self.assert_done(run("chain", "backup", disk / "backup", "--data-dir", data))
        self.assertEqual(self.info(disk / "backup"), before)

    def fill(self, disk: Path) -> None:
        with (disk / "filler").open("ab", buffering=0) as filler:
            try:
                while filler.write(b"x" * 4096) > 0:
                    pass
            except OSError as full:
                self.assertEqual(full.errno, errno.ENOSPC)


class Rewind(RepairTest):
    def test_it_ends_as_a_twin_of_that_height_and_comes_back(self) -> None:
        chain = self.make_chain(300)
        data = self.import_chain(chain)
        whole = self.info(data)
        for height in (299, 250, 120, 0):
            with self.subTest(height=height):
                twin = self.import_chain(self.make_chain(height + 1, "part.json"), f"twin-{height}")
                outcome = self.assert_done(run("chain", "rewind", "--to", str(height), "--data-dir", data, "--json"))
                self.assertEqual({**json.loads(outcome.out), "data_dir": None}, self.info(twin))
                self.assert_sound(data)
                self.import_chain(chain)
                self.assertEqual(self.info(data), whole)
                self.assert_sound(data)

    def test_a_node_stays_there(self) -> None:
        data = self.import_chain(self.make_chain(50))
        self.assert_done(run("chain", "rewind", "--to", "30", "--data-dir", data))
        node = self.node(*IDLE, name="data").start()
        self.assertEqual(node.status()["blockchain_length"], 31)

    def test_above_the_tip_there_is_nothing(self) -> None:
        data = self.import_chain(self.make_chain(50))
        self.assert_complains(run("chain", "rewind", "--to", "50", "--data-dir", data), FAILED, "50 blocks")
        self.assertEqual(run("chain", "rewind", "--data-dir", data).code, USAGE)
        self.assertEqual(self.info(data)["length"], 50)

    def test_killed_it_is_at_some_height_with_exactly_its_coins(self) -> None:
        data = self.import_chain(self.make_chain(4000))
        process = subprocess.Popen([PROGRAM, "chain", "rewind", "--to", "0", "--data-dir", str(data)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        timer = threading.Timer(0.4, process.kill)
        timer.start()
        process.wait()
        timer.cancel()
        self.assertGreaterEqual(self.info(data)["length"], 1)
        self.assert_sound(data)
        self.assert_done(run("chain", "rewind", "--to", "0", "--data-dir", data))
        self.assertEqual(self.info(data)["length"], 1)


class DamagedBlocks(RepairTest):
    def test_a_running_node_serves_none_and_names_the_file(self) -> None:
        data = self.import_chain(self.make_chain(300))
        self.info(data)
        node = self.node(*IDLE, name="data").start()
        right = node.get("/blocks/range?start=0&end=299").json["blocks"]
        for table in (data / "chain").glob("*.sst"):
            content = bytearray(table.read_bytes())
            if b"nameblocks" not in content:
                continue
            name = table.name
            for place in range(0, len(content) * 9 // 10, 500):
                content[place] ^= 1
            with table.open("r+b") as file:
                file.write(content)
        served = [height for height in range(300) if self.is_served(node, height, right[height])]
        self.assertLess(len(served), 30)
        self.assertIn(name, node.log)
        self.assertIn("orruption", node.log)
        self.assertEqual(node.status()["state"], "ready")
        self.assertEqual(node.stop(), DONE)

    def is_served(self, node: NodeProcess, height: int, right: Json) -> bool:
        """Right or not at all."""
        try:
            answer = node.get(f"/blocks/range?start={height}&end={height}")
        except OSError:
            return False
        except Exception as broken_off:
            self.assertIn(type(broken_off).__name__, ("IncompleteRead", "RemoteDisconnected", "BadStatusLine"))
            return False
        if answer.status == 200:
            self.assertEqual(answer.json["blocks"], [right])
        else:
            self.assertEqual(answer.status, 503)
        return answer.status == 200


if __name__ == "__main__":
    main()
