"""The tiers of the to-sign list as conditions on residents: groups of the scheme's order, then all others."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from jiayi.registry.people.selectors import in_any_group


@dataclass(frozen=True)
class Tier:
    """One step of the order, from 0; without groups it holds everybody else."""

    place: int
    groups: tuple[str, ...]
    condition: Q


def tiers_of(
    priority: Sequence[Sequence[str]], region: str, on: dt.date, *, schemes: Sequence[str] | None = None
) -> tuple[Tier, ...]:
    """The tiers of a priority list, and the last one for those in none of its groups; `schemes` of the region."""
    named = [
        Tier(place, tuple(groups), in_any_group(groups, region, on, schemes=schemes))
        for place, groups in enumerate(priority)
    ]
    return (*named, Tier(len(named), (), Q()))
