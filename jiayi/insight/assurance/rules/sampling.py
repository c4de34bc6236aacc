"""Stratified samples that the same seed draws again."""

import random
from collections.abc import Hashable, Mapping, Sequence
from math import ceil, floor
from typing import TypeVar

Stratum = TypeVar("Stratum", bound=Hashable)
Unit = TypeVar("Unit")


def sample_size(count: int, *, least: int, share: float) -> int:
    """So many of `count`: the share of them, rounded up, but at least `least`, and never more than there are."""
    return min(count, max(least, ceil(round(count * share, 9))))


def allocate(sizes: Mapping[Stratum, int], size: int, weights: Mapping[Stratum, float]) -> dict[Stratum, int]:
    """How many of each stratum: by weight, never more than it holds; what one lacks goes to the others.

    Whole numbers by the largest remainder; equal remainders in the order of `sizes`. A stratum without weight gets
    only what those with weight cannot take.
    """
    taken = dict.fromkeys(sizes, 0)
    left = min(size, sum(sizes.values()))
    while left > 0:
        room = {key: sizes[key] - taken[key] for key in sizes if sizes[key] > taken[key]}
        given = _portions(room, left, {key: max(weights.get(key, 0.0), 0.0) for key in room})
        for key, count in given.items():
            taken[key] += count
        left -= sum(given.values())
    return taken


def _portions(room: Mapping[Stratum, int], left: int, weights: Mapping[Stratum, float]) -> dict[Stratum, int]:
    whole = sum(weights.values())
    if whole <= 0:
        weights, whole = dict.fromkeys(room, 1.0), float(len(room))
    exact = {key: left * weights[key] / whole for key in room}
    given = {key: min(floor(exact[key]), room[key]) for key in room}
    rest = left - sum(given.values())
    by_remainder = sorted(room, key=lambda key: floor(exact[key]) - exact[key])
    for key in by_remainder:
        if rest > 0 and weights[key] > 0 and given[key] < room[key]:
            given[key] += 1
            rest -= 1
    return given


def draw(strata: Mapping[Stratum, Sequence[Unit]], counts: Mapping[Stratum, int], *, seed: int) -> list[Unit]:
    """So many of each stratum at random, in the order of the strata; the same for the same seed and the same units."""
    rng = random.Random(seed)
    return [unit for key, units in strata.items() for unit in rng.sample(list(units), counts.get(key, 0))]
