# SPDX-License-Identifier: MIT
"""What is computed from what was counted: rates with their uncertainty, and the rate that theory expects. Pure."""
import math
from collections.abc import Mapping, Sequence

Z_95 = 1.959964  # of the normal distribution


def interval_95(count: int, trials: int) -> tuple[float, float]:
    """Of a rate: Wilson's score interval, which is right for rates near 0 (Wilson 1927)."""
    if trials == 0:
        return 0.0, 1.0
    rate, weight = count / trials, Z_95 ** 2 / trials
    middle = (rate + weight / 2) / (1 + weight)
    half = Z_95 * math.sqrt(rate * (1 - rate) / trials + weight / (4 * trials)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which this part of them lies, between neighbours in proportion."""
    if not values:
        return math.nan
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def unaware(finder: str, delays: Mapping[str, float], shares: Mapping[str, float]) -> float:
    """For how long the power of the network does not know of a block: each miner's delay weighted by its share of it.

    The finder knows at once, since it does not search while it writes its own block. This is the integral of 1 - f(t)
    in Decker and Wattenhofer 2013, where f is the part of the power that has the block after t.
    """
    return sum(share * delays[name] for name, share in shares.items() if name != finder and name in delays)


def expected_stale_rate(seconds_unaware: float, interval: float) -> float:
    """The part of all finds that comes to nothing: others find while they do not know (docs/arena.md)."""
    return 1 - math.exp(-seconds_unaware / interval)


def seconds_by_latency(shares: Mapping[str, float], round_trip: float, is_kept: bool = False) -> float:
    """unaware() where nothing but the way takes time: a connection is made, unless it is there, then the block goes."""
    return (0.5 if is_kept else 1.5) * round_trip * (1 - sum(share ** 2 for share in shares.values()))


def chance_of_a_tie(delay: float, spread: float) -> float:
    """That two who wait, each for a moment of its own within the spread, hand in before they hear of the other."""
    if spread <= 0:
        return 1.0
    return 1 - max(0.0, 1 - delay / spread) ** 2


def lost_by_ties(chance: float) -> float:
    """The part of all finds: a tie is two of them at one height, of which one is lost; else there is one."""
    return chance / (1 + chance)
