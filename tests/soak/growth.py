# SPDX-License-Identifier: MIT
"""Does what a node takes grow without end? The limits, and why they are what they are.

A line is laid through the samples after the warm-up. What it rises must be explained:

- memory: by the index of blocks, 1 KiB for each that is added, and by RocksDB's write buffers, which are emptied at 40
  MiB: what is in them is about what lies in the store's logs, and takes up to twice that in memory. Beyond that NOISE
  may remain, since caches fill (64 MiB of tables' blocks, 131,072 coins) and samples fall on peaks.
- descriptors and threads: by nothing.
"""
from collections.abc import Sequence
from typing import NamedTuple

from samples import Sample
from trend import Trend, trend_of

MIB = 1 << 20
WARM_UP = 0.25  # of the time
FEWEST = 6  # samples after it
INDEX_BYTES = 1024
WRITE_BUFFERS = 40 * MIB
BYTES_FOR_A_LOGGED_ONE = 2
NOISE = 16 * MIB
MOST_DESCRIPTORS = 8
MOST_THREADS = 8


class Growth(NamedTuple):
    resident: Trend
    descriptors: Trend
    threads: Trend
    blocks: int
    explained: float  # bytes

    def complaints(self) -> list[str]:
        found = []
        if self.resident.growth > self.explained + NOISE:
            found.append(f"memory has grown by {self.resident.growth / MIB:.1f} MiB, of which "
                         f"{self.explained / MIB:.1f} MiB are explained, and {NOISE / MIB:.0f} MiB may be noise")
        if self.descriptors.growth > MOST_DESCRIPTORS:
            found.append(f"file descriptors have grown by {self.descriptors.growth:.1f}, expected {MOST_DESCRIPTORS} "
                         f"at most")
        if self.threads.growth > MOST_THREADS:
            found.append(f"threads have grown by {self.threads.growth:.1f}, expected {MOST_THREADS} at most")
        return found


def growth_of(samples: Sequence[Sample]) -> Growth | None:
    """Of one process; None where there are too few samples after the warm-up to judge."""
    settled = [sample for sample in samples if sample.time >= warm_since(samples)] if samples else []
    if len(settled) < FEWEST:
        return None
    times = [sample.time for sample in settled]
    buffered = trend_of(times, [min(sample.unflushed * BYTES_FOR_A_LOGGED_ONE, WRITE_BUFFERS) for sample in settled])
    blocks = settled[-1].length - settled[0].length
    return Growth(trend_of(times, [sample.resident for sample in settled]),
                  trend_of(times, [sample.descriptors for sample in settled]),
                  trend_of(times, [sample.threads for sample in settled]),
                  blocks, blocks * INDEX_BYTES + max(0.0, buffered.growth))


def warm_since(samples: Sequence[Sample]) -> float:
    return samples[0].time + WARM_UP * (samples[-1].time - samples[0].time)
