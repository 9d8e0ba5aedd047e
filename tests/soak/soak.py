# SPDX-License-Identifier: MIT
"""Three nodes and a lying peer for so many minutes: payments, reorgs, restarts; then one tip, and no growth.

tools/soak MINUTES [--seed N] [--keep DIR]
"""
import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

import soak_path
import report
from disturbances import Disturbances
from faults import Faults
from liar import Liar
from network import SoakNetwork
from payments import Payments
from program import DONE, FAILED, PROGRAM
from samples import Sampler
from tally import Tally


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/soak", description=__doc__.splitlines()[0])
    parser.add_argument("minutes", metavar="MINUTES", type=float, help="how long; 5 at least say something of memory")
    parser.add_argument("--seed", type=int, default=1, help="what happens when (default 1)")
    parser.add_argument("--keep", metavar="DIR", type=Path, help="a new directory for the nodes' data and logs, which "
                                                                 "stay there (default: a temporary one)")
    return parser.parse_args()


def soak(directory: Path, seconds: float, seed: int) -> list[str]:
    """What speaks against the nodes."""
    faults, tally = Faults(), Tally()
    threading.excepthook = lambda failed: faults.add(f"a thread of the soak's own has failed: {failed.exc_value!r}")
    liar = Liar(tally, seed)
    network = SoakNetwork(directory, liar.urls, faults)
    try:
        network.start()
        payments, sampler = Payments(network, tally, seed), Sampler(network.take_samples)
        helpers = (liar, payments, sampler)
        liar.begin(network)
        payments.start()
        sampler.start()
        Disturbances(network, tally, seed).go_on_until(time.monotonic() + seconds)
        for helper in helpers:
            helper.stop()
        print(f"one tip after {network.wait_for_one_tip():.1f} s")
        chain = network.whole_chain()
        network.stop()
    finally:
        network.kill()
    complaints = report.report_chain(network, chain, payments.accepted)
    report.report_tally(tally)
    complaints += report.report_resources(network)
    complaints += report.report_logs(network)
    complaints += report.check_directories(network)
    return faults.texts + complaints


def soak_in(directory: Path | None, seconds: float, seed: int) -> list[str]:
    if directory is not None:
        directory.mkdir(parents=True)
        return soak(directory, seconds, seed)
    with tempfile.TemporaryDirectory(prefix="chaincore-soak-") as temporary:
        return soak(Path(temporary), seconds, seed)


def main() -> int:
    given = options()
    began = time.strftime("%Y-%m-%d %H:%M:%S")
    print(f"soak of {given.minutes:g} minutes, seed {given.seed}, {PROGRAM}, began {began}", flush=True)
    complaints = soak_in(given.keep, given.minutes * 60, given.seed)
    report.heading("Verdict")
    for complaint in complaints:
        print(f"  WRONG: {complaint}")
    print("  sound" if not complaints else f"  {len(complaints)} things are wrong")
    return FAILED if complaints else DONE


if __name__ == "__main__":
    sys.exit(main())
