# SPDX-License-Identifier: MIT
"""The soak's judgement of growth, on samples that were made up: it sees a leak, and none where there is none."""
import sys
import unittest

from growth import MIB, growth_of
from samples import PERIOD, Sample

HALF_AN_HOUR = 1800 // PERIOD


def samples(leak: float = 0, descriptors: float = 0, threads: float = 0, unflushed: float = 0) -> list[Sample]:
    """Of half an hour with a block a second; a leak is in bytes a second, as the rest is. A saw's teeth are honest."""
    made = []
    for number in range(HALF_AN_HOUR):
        time = number * PERIOD
        warm_up = 80 * MIB * min(1.0, time / 300)
        honest = 100 * MIB + warm_up + number % 5 * MIB + time * 1024 + 2 * time * unflushed
        made.append(Sample(time, int(honest + time * leak), int(60 + time * descriptors), 20,
                           int(50 + number % 7 + time * threads), int(time * unflushed), time))
    return made


class Growth(unittest.TestCase):
    def complaints(self, made: list[Sample]) -> list[str]:
        growth = growth_of(made)
        assert growth is not None
        return growth.complaints()

    def test_what_a_longer_chain_needs_is_no_leak(self) -> None:
        self.assertEqual(self.complaints(samples()), [])
        self.assertEqual(self.complaints(samples(unflushed=10_000)), [])

    def test_a_leak_is_seen(self) -> None:
        [complaint] = self.complaints(samples(leak=20 * 1024))
        self.assertIn("memory has grown", complaint)
        [complaint] = self.complaints(samples(descriptors=1 / 60))
        self.assertIn("file descriptors have grown", complaint)
        [complaint] = self.complaints(samples(threads=1 / 60))
        self.assertIn("threads have grown", complaint)

    def test_a_few_samples_say_nothing(self) -> None:
        self.assertIsNone(growth_of([]))
        self.assertIsNone(growth_of(samples()[:6]))


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
