# SPDX-License-Identifier: CC0-1.0
"""Plan a baking day backwards from the hour at which the bread is wanted."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Step:
    name: str
    minutes: int
    hands_on: bool = False


def slowed(step: Step, celsius: float) -> Step:
    """Stretch a rise for a cool kitchen, or shorten it for a warm one.

    Dough at 24 degrees keeps the time of the recipe; each degree below adds
    8 % and each degree above takes 6 % off. Work with the hands takes as long
    as it takes.
    """
    if step.hands_on:
        return step
    degrees = celsius - 24
    factor = 1 - 0.06 * degrees if degrees > 0 else 1 - 0.08 * degrees
    return Step(step.name, round(step.minutes * max(factor, 0.4)), step.hands_on)


def plan(steps: list[Step], ready: datetime, celsius: float = 24.0) -> list[tuple[datetime, Step]]:
    """Return when each step begins so that the last one ends at ``ready``."""
    begins: list[tuple[datetime, Step]] = []
    at = ready
    for step in reversed([slowed(step, celsius) for step in steps]):
        at -= timedelta(minutes=step.minutes)
        begins.append((at, step))
    return list(reversed(begins))


def clashes(schedule: list[tuple[datetime, Step]], busy: list[tuple[datetime, datetime]]) -> list[Step]:
    """Steps that need hands while the baker is away."""
    found = []
    for begin, step in schedule:
        end = begin + timedelta(minutes=step.minutes)
        if step.hands_on and any(begin < until and start < end for start, until in busy):
            found.append(step)
    return found


def scaled(grams: dict[str, float], loaves: int, per: int = 2) -> dict[str, int]:
    """Weigh a recipe for ``per`` loaves out for another number of loaves."""
    if loaves < 1:
        raise ValueError("at least one loaf")
    return {name: round(weight * loaves / per) for name, weight in grams.items()}
