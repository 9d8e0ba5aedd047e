#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes small mistakes in the files that decide what is valid, one at a time, and counts those that no test notices.

mutation_check.py BUILD_DIR [FILE...] [--line N] [--every N]

At least nine of ten of all must be noticed, and each other one be listed in survivors.txt with the reason for which no
test can notice it. FILE: these source files alone. --line: mistakes in this line alone. --every: only each Nth mistake.
docs/testing.md, "Mutation check", says more.
"""
import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from mutant_build import BuildFailed, MutantBuild
from mutations import Mutation, mutations_of
from survivors import LIST, Change, Reasons, as_text, read_survivors, without_reason
from test_program import Order, is_killed, measure

ROOT = Path(__file__).resolve().parent.parent.parent

# Which tests must notice, the nearest first: the programs, and of each the tests.
CHAIN = {"chain_test": "*", "consensus_test": "*"}
CONSENSUS = {"consensus_test": "*"}
FORK_CHOICE = {"state_test": "Tree.*:State.*"}
FILES = {
    **{f"src/consensus/{name}.cpp": CONSENSUS for name in (
        "chain_replay", "chain_work", "check_block", "check_spend", "check_transaction", "connect_block",
        "median_time", "signature_cache", "utxo_digest", "utxo_set")},
    **{f"src/chain/{name}.cpp": CHAIN for name in (
        "amount", "block_reader", "canonical_json", "coinbase", "difficulty", "genesis", "in_quotes", "json_reader",
        "json_value", "merkle", "number", "params", "proof_of_work", "shape_reader", "stored_block_reader")},
    "src/state/block_index.cpp": FORK_CHOICE,
}
LEAST_SHARE = 0.9  # of all files together


@dataclass
class Count:
    """What became of one file's mutants."""

    killed: int = 0
    uncompiled: int = 0
    survivors: list[Change] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.killed + len(self.survivors)


class FileCheck:
    """The mutants of one file, and the programs that must notice them."""

    def __init__(self, build: Path, file: str, work: Path) -> None:
        self.file = file
        self.build = MutantBuild(build, ROOT / file, work)
        self.orders = self.measure_programs()

    def measure_programs(self) -> dict[str, Order]:
        """With the right file, built as the mutants are."""
        if not self.build.compile(self.build.text):
            raise SystemExit(f"{self.file} does not compile before anything is changed")
        return {program: measure(self.build.link(program), tests) for program, tests in FILES[self.file].items()}

    def judge(self, mutation: Mutation, count: Count) -> None:
        if not self.build.compile(mutation.apply(self.build.text)):
            count.uncompiled += 1
        elif any(is_killed(self.build.link(program), order) for program, order in self.orders.items()):
            count.killed += 1
        else:
            count.survivors.append(Change(*mutation.lines(self.build.text)))


def chosen(mutations: list[Mutation], text: str, options: argparse.Namespace) -> list[Mutation]:
    there = [mutation for mutation in mutations if not options.line or mutation.line_number(text) == options.line]
    return there[::options.every]


def check_file(file: str, options: argparse.Namespace) -> Count:
    count = Count()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as work:
        check = FileCheck(options.build.resolve(), file, Path(work))
        for mutation in chosen(mutations_of(check.build.text), check.build.text, options):
            check.judge(mutation, count)
    print(f"{file:40} {count.total:8} {count.killed:8} {len(count.survivors):10} {count.uncompiled:13} "
          f"{time.monotonic() - began:8.0f}", flush=True)
    return count


def complaints_in(counts: dict[str, Count], listed: Reasons, is_whole: bool, least_share: float) -> list[str]:
    """What must not be so; is_whole: no mutant of these files was left out."""
    found = [f"the list gives no reason for {place}" for place in without_reason(listed)]
    total, killed = sum(count.total for count in counts.values()), sum(count.killed for count in counts.values())
    if killed < least_share * total:
        found.append(f"only {killed} of {total} mutants are killed, expected {least_share:.0%}")
    for file, count in counts.items():
        known = listed.get(file, {})
        if new := [change for change in dict.fromkeys(count.survivors) if change not in known]:
            found.append(f"these survive, and {LIST.name} does not say why:\n" + as_text(file, new))
        if is_whole and (gone := [change for change in known if change not in count.survivors]):
            found.append(f"these do not survive, so they do not belong into {LIST.name}:\n" + as_text(file, gone))
    return found


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="a build directory in which the test programs are built")
    parser.add_argument("files", nargs="*", metavar="FILE", default=[], help="as src/chain/merkle.cpp")
    parser.add_argument("--line", type=int, default=0)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args(arguments)
    if unknown := [file for file in options.files if file not in FILES]:
        parser.error(f"not among the files that are checked: {', '.join(unknown)}")
    return options


def main() -> int:
    options = parsed(sys.argv[1:])
    print(f"{'file':40} {'mutants':>8} {'killed':>8} {'survivors':>10} {'not compiled':>13} {'seconds':>8}", flush=True)
    try:
        counts = {file: check_file(file, options) for file in options.files or FILES}
    except BuildFailed as failure:
        raise SystemExit(str(failure)) from None
    total, killed = sum(count.total for count in counts.values()), sum(count.killed for count in counts.values())
    print(f"{killed} of {total} mutants are killed: {killed / max(total, 1):.1%}")
    is_whole = options.every == 1 and not options.line
    least_share = 0 if options.files or not is_whole else LEAST_SHARE
    complaints = complaints_in(counts, read_survivors(LIST.read_text()), is_whole, least_share)
    print("\n\n".join(complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
