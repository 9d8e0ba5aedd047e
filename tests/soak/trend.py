# SPDX-License-Identifier: MIT
"""A straight line through measured points, and what it says of growth."""
from collections.abc import Sequence
from typing import NamedTuple


class Trend(NamedTuple):
    first: float
    last: float
    peak: float
    slope: float  # a second, by least squares
    seconds: float

    @property
    def growth(self) -> float:
        """By the line, from the first point to the last one: what single points do by chance matters little."""
        return self.slope * self.seconds

    @property
    def growth_per_hour(self) -> float:
        return self.slope * 3600


def trend_of(times: Sequence[float], values: Sequence[float]) -> Trend:
    """Of at least two points at different times."""
    mean_time, mean_value = sum(times) / len(times), sum(values) / len(values)
    spread = sum((time - mean_time) ** 2 for time in times)
    slope = sum((time - mean_time) * (value - mean_value) for time, value in zip(times, values)) / spread
    return Trend(values[0], values[-1], max(values), slope, times[-1] - times[0])
