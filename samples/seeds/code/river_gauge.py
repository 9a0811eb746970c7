# SPDX-License-Identifier: CC0-1.0
"""Turn the readings of a river gauge into flood warnings.

A reading is a line such as ``2024-03-12T06:15,1.84``: the time, and the
height of the water in metres. A gauge is noisy, so that a single high
reading means little; a warning is given only when the median of the last
few readings has passed a threshold. It is withdrawn only when the median has
fallen clearly below that threshold again, lest it flicker on and off.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median


@dataclass(frozen=True)
class Reading:
    time: datetime
    metres: float


@dataclass(frozen=True)
class Change:
    time: datetime
    raised: bool
    metres: float

    def __str__(self) -> str:
        word = "WARNING" if self.raised else "all clear"
        return f"{self.time:%Y-%m-%d %H:%M}  {word}  {self.metres:.2f} m"


def parse(lines: Iterable[str]) -> Iterator[Reading]:
    """Yield readings; blank lines and lines that start with # are skipped."""
    for number, line in enumerate(lines, start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            time, metres = line.split(",")
            yield Reading(datetime.fromisoformat(time), float(metres))
        except ValueError as error:
            raise ValueError(f"line {number}: not a reading: {line!r}") from error


def changes(
    readings: Iterable[Reading],
    threshold: float,
    margin: float = 0.20,
    window: int = 5,
) -> Iterator[Change]:
    """Yield a change each time a warning is raised or withdrawn."""
    recent: deque[float] = deque(maxlen=window)
    raised = False
    for reading in readings:
        recent.append(reading.metres)
        if len(recent) < window:
            continue
        level = median(recent)
        if not raised and level >= threshold:
            raised = True
        elif raised and level < threshold - margin:
            raised = False
        else:
            continue
        yield Change(reading.time, raised, level)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: river_gauge.py THRESHOLD < readings.csv")
    for change in changes(parse(sys.stdin), threshold=float(sys.argv[1])):
        print(change)
